/** What is said wherever a sender is put on a list. */
export const texts = {
  titles: {
    blocked: 'Block a sender',
    authorised: 'Authorise a sender',
    global: 'Block a sender for everybody',
  },
  leads: {
    blocked: 'Mail from this sender is refused at the door from now on. What is here already stays.',
    authorised:
      'From now on mail from this sender is never taken for noise, except bounces and loops. For an ERP, a portal or a scanner whose mail a machine makes.',
    global: 'Mail from this sender is refused for every organisation of this installation from now on.',
  },
  pattern: 'Address or domain',
  patternHint: 'spam@example.com or example.com',
  patternWrong:
    'Enter an address such as spam@example.com, or a domain such as example.com. Wildcards are not needed: a domain stands for all of its addresses.',
  onlyOne: (pattern: string) => `This means mail from ${pattern}, and no other.`,
  everybody: (pattern: string) => `This means every address at ${pattern} and at its subdomains.`,
  publicMail: (domain: string) =>
    `Private people and small firms write from ${domain}. You would lose all of them: better name the one address.`,
  ownDomain: (domain: string) => `${domain} is your own domain. Mail from your colleagues would be refused.`,
  which: 'Who is meant',
  thisAddress: (address: string) => `Only ${address}`,
  wholeDomain: (domain: string) => `Everybody at ${domain}`,
  note: 'Reason',
  noteHint: 'For example: advertising, asked for by Sales',
  submits: {
    blocked: 'Block',
    authorised: 'Authorise',
    global: 'Block for everybody',
  },
  busy: 'Adding…',
  done: {
    blocked: (pattern: string) => `${pattern} is blocked`,
    authorised: (pattern: string) => `${pattern} is authorised`,
    global: (pattern: string) => `${pattern} is blocked for everybody`,
  },
  doneHint: 'It holds from the next mail on.',
  failed: 'The sender was not added',
  outweighed: (pattern: string) => `${pattern} is on the list, but another entry outweighs it`,
  exists: 'That is on the list already.',
};

import type { PolicyKind } from '@pebble/contract/noise';
import type { SenderDecision, SenderList } from '@pebble/contract/sender-checks';
import { noiseKinds } from './mail-kinds.ts';
import { count, number } from './words.ts';

const mails = (n: number): string => count(n, 'mail', 'mails');

/** What the screen of senders says. */
export const texts = {
  title: 'Senders',
  views: 'Lists',
  tabs: {
    blocked: 'Blocked',
    authorised: 'Authorised',
    global: 'Blocked for everybody',
    refused: 'Refused mail',
    loops: 'Loops',
    rules: 'Noise rules',
  },
  leads: {
    blocked:
      'Mail from these senders is refused at the door: nothing of it is kept but a count. An address decides before its domain, so an authorised address may stand in a blocked domain.',
    authorised:
      'Mail from these senders is never taken for noise, except bounces and loops: an ERP, a tender portal or a scanner, whose mail a machine makes. Others need no entry here to reach you.',
    global:
      'This list holds for every organisation of this installation, and whoever runs the installation keeps it. You read it here so that you know why mail is refused. If you need mail of a domain on it, authorise the address itself.',
    globalKept:
      'This list holds for every organisation of this installation. You keep it for all of them: what you change here they feel with their next mail.',
    refused:
      'Whose mail the lists have refused, and how often, day by day (UTC). Nothing of the mail is kept. If somebody is missing mail, look here first.',
    loops:
      'Senders that wrote far too often within a short time, or got their own mail back. The mail that was held back stands under Received mail.',
    rules:
      'What becomes of mail that no person wrote. Whatever is chosen, it is kept, counted and can be found.',
  },

  check: {
    title: 'Check a sender',
    label: 'E-mail address',
    hint: 'name@example.com',
    submit: 'Check',
    wrong: 'Enter a whole address such as name@example.com. What is asked is what happens to its mail.',
    checking: 'Checking…',
    outcomes: {
      refused: 'Refused',
      authorised: 'Authorised',
      ordinary: 'Like any other',
    } satisfies Record<SenderDecision['outcome'], string>,
    clear: 'Clear the result',
    decides: 'This entry decides',
    outweighed: 'Fits as well, but is outweighed',
    lists: {
      blacklist: 'Blocked',
      global_blacklist: 'Blocked for everybody',
      authorised_senders: 'Authorised',
    } satisfies Record<SenderList, string>,
    itsMail: 'Received mail of this sender',
  },

  entries: {
    search: 'Search in addresses, domains and reasons',
    searchHint: 'Search the list',
    add: {
      blocked: 'Block a sender…',
      authorised: 'Authorise a sender…',
      global: 'Block a sender for everybody…',
    },
    paste: 'Paste several…',
    sender: 'Sender',
    reason: 'Reason',
    added: 'Added',
    acts: 'Change',
    address: 'Address',
    domain: 'Domain',
    noReason: 'None given',
    editReason: (pattern: string) => `Change the reason of ${pattern}`,
    remove: (pattern: string) => `Remove ${pattern}`,
    none: 'The list is empty',
    noneText: {
      blocked: 'Nobody is blocked. Block an address or a domain, and its mail is refused from then on.',
      authorised: 'Nobody is authorised. Authorise a sender whose mail you want and that is taken for noise.',
      global: 'Nobody is blocked for everybody.',
    },
    noMatch: 'No entry fits',
    noMatchText: 'Try fewer words. What you look for may be on another list: check the whole address above.',
    showAll: 'Show the whole list',
  },

  remove: {
    title: (pattern: string) => `Remove ${pattern}?`,
    leads: {
      blocked:
        'Its mail is taken again from now on. What was refused before is not brought back; the sender would have to send it again.',
      authorised: 'The noise rules apply to its mail again from now on.',
      global: 'Its mail is taken again by every organisation that does not block it by itself.',
    },
    reason: (note: string) => `The reason was: ${note}`,
    submit: 'Remove',
    busy: 'Removing…',
    done: (pattern: string) => `${pattern} is removed`,
    doneHint: 'It holds from the next mail on.',
    gone: 'Somebody else has removed it meanwhile.',
  },

  edit: {
    title: (pattern: string) => `Reason for ${pattern}`,
    label: 'Reason',
    submit: 'Save',
    busy: 'Saving…',
    done: (pattern: string) => `Reason for ${pattern} saved`,
  },

  paste: {
    titles: {
      blocked: 'Block several senders',
      authorised: 'Authorise several senders',
      global: 'Block several senders for everybody',
    },
    lead: 'One address or domain a line. Blank lines and what follows a # are skipped; what is on the list already stays as it is.',
    lines: 'Senders',
    linesHint: 'spam@example.com\nbulk.example   # newsletter',
    empty: 'Paste at least one address or domain.',
    tooMany: (most: number) => `Paste ${number(most)} lines at most at a time.`,
    note: 'Reason, for all of them',
    submit: 'Add them',
    busy: 'Adding…',
    failed: 'Nothing was added',
    result: (added: number, known: number, refused: number) =>
      `${number(added)} added, ${number(known)} on the list before, ${number(refused)} not understood.`,
    refused: 'Not understood',
    line: (line: number) => `Line ${number(line)}`,
    close: 'Done',
  },

  refused: {
    caption: 'Refused mail',
    search: 'Search in senders and entries',
    searchHint: 'Search senders',
    sender: 'Sender',
    entry: 'Refused by',
    mails: 'Mails',
    last: 'Last',
    first: (time: string) => `first ${time}`,
    scopes: { tenant: 'Your list', global: 'The list for everybody' },
    none: 'Nothing was refused',
    noneText: 'No sender on a list has written.',
    noMatch: 'No refused sender fits',
    noMatchText: 'Try fewer words.',
  },

  loops: {
    caption: 'Mail loops',
    sender: 'Sender',
    state: 'State',
    active: 'Going on',
    over: 'Over',
    held: 'Held back',
    last: 'Last',
    since: (time: string) => `since ${time}`,
    noSubject: '(no subject)',
    none: 'No loop was ever stopped',
    noneText: 'The guard holds back a sender that writes much the same far too often within a short time.',
  },

  rules: {
    kinds: noiseKinds,
    hints: {
      bounce: 'A mail of ours could not be delivered, or is late. It shows on the card whose mail it was.',
      read_receipt: 'A mail of ours was delivered or opened.',
      calendar_reply: 'Somebody accepted or declined a meeting without a word of their own.',
      out_of_office: 'Somebody is away.',
      auto_reply: 'Any other automatic answer, such as “we have received your request”.',
      auto_generated: 'Alerts, reports and notifications that answer nobody.',
      bulk: 'Newsletters and advertising.',
      mailing_list: 'Sent to a list that one of us is on.',
      own_mail: 'Sent by the very mailbox that received it.',
    } satisfies Record<PolicyKind, string>,
    title: 'Kinds of mail',
    actions: { ignore: 'Ignore it', open_card: 'Treat it like any other mail' },
    saved: (kind: string) => `Saved: ${kind}`,
    failed: 'The rule was not changed',
    untouched: 'These are the rules to begin with; nobody has changed any.',
    changed: 'Last changed',
  },

  guard: {
    title: 'Loop guard',
    lead: 'Holds back a sender that writes much the same again and again, as two answering machines do to each other.',
    enabled: 'The guard is on',
    mails: 'Mails of one sender that are let through',
    authorisedMails: 'The same for authorised senders',
    window: 'Within so many minutes',
    wrong: (least: number, most: number) => `Enter a whole number from ${number(least)} to ${number(most)}.`,
    submit: 'Save',
    busy: 'Saving…',
    saved: 'Loop guard saved',
    failed: 'The loop guard was not changed',
  },
  mails,
};

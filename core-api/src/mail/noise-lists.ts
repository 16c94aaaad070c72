import type { HeaderMap } from './header-map.ts';
import { headerValue, token } from './noise-signs.ts';

/** Whose mailboxes these are. */
export interface Recipient {
  /** Address of the mailbox that received the mail; null when it is not known. */
  mailbox: string | null;
  /** Domains of all the tenant's mailboxes. */
  domains: readonly string[];
}

/**
 * Precedence says that a mail went to many. List-Id and List-Unsubscribe alone say nothing of the kind: order confirmations
 * carry them. A list of our own is how a group mailbox works (sales@ as a group makes every customer's mail list mail), so
 * what comes through it is mail like any other.
 */
export function massMail(headers: HeaderMap, recipient: Recipient): 'bulk' | 'mailing_list' | null {
  const precedence = token(headers, 'precedence');
  if (precedence !== 'bulk' && precedence !== 'junk' && precedence !== 'list') return null;
  if (isOwnList(headers, recipient)) return null;
  return precedence === 'list' ? 'mailing_list' : 'bulk';
}

function isOwnList(headers: HeaderMap, { mailbox, domains }: Recipient): boolean {
  const own = [...domains, ...(mailbox ? [mailbox.slice(mailbox.lastIndexOf('@') + 1)] : [])];
  return listDomains(headers).some((list) =>
    own.some((domain) => list === domain || list.endsWith(`.${domain}`)),
  );
}

/** `Sales <sales.us.example>` of List-Id, `<mailto:sales@us.example>` of List-Post, `list sales@us.example; …` of Mailing-list. */
function listDomains(headers: HeaderMap): string[] {
  const id = headerValue(headers, 'list-id');
  return [
    /<([^<>]*)>[^<>]*$/.exec(id)?.[1] ?? id,
    /mailto:[^>@\s]*@([^>?\s]+)/.exec(headerValue(headers, 'list-post'))?.[1] ?? '',
    /\blist\s+[^@\s;]+@([^;\s]+)/.exec(headerValue(headers, 'mailing-list'))?.[1] ?? '',
  ]
    .map((domain) => domain.trim())
    .filter((domain) => domain !== '');
}

import { SenderPattern } from '@pebble/contract/senders';

/**
 * What a person means by what they typed: `Ada <ada@b.example>`, `mailto:ada@b.example`, `@b.example` and `*.b.example` are
 * common ways to write an address and a domain. A domain in other letters becomes the form that DNS and most mail use. Null
 * when it names neither.
 */
export function readSenderPattern(typed: string): string | null {
  const bare = bareSender(typed).replace(/^\*?@|^\*\./, '');
  const at = bare.lastIndexOf('@') + 1;
  const domain = asciiDomain(bare.slice(at).replace(/\.$/, ''));
  const parsed = SenderPattern.safeParse(bare.slice(0, at) + (domain ?? ''));
  return parsed.success ? parsed.data : null;
}

/** The whole address that a person typed, pasted or dragged; null when it is none. */
export function readAddress(typed: string): string | null {
  const bare = bareSender(typed).toLowerCase();
  return /^[^\s@<>]+@[^\s@<>]+$/.test(bare) && bare.length <= 320 ? bare : null;
}

/** True for one address, false for a domain with all of its addresses. */
export function isAddress(pattern: string): boolean {
  return pattern.includes('@');
}

/** What follows the last `@`. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function bareSender(typed: string): string {
  const inner = /<([^<>]+)>\s*[,;]?$/.exec(typed.trim())?.[1] ?? typed.trim().replace(/[,;]$/, '');
  return inner.trim().replace(/^mailto:/i, '');
}

/** Null for what can be no host at all. */
function asciiDomain(domain: string): string | null {
  if (/^[\x20-\x7e]*$/.test(domain)) return domain;
  // Browsers have no other door to their tables of foreign letters.
  const url = `http://${domain}`;
  return /[/?#:@\\[\]]/.test(domain) || !URL.canParse(url) ? null : new URL(url).hostname;
}

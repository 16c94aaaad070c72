import { domainToASCII } from 'node:url';

/** Longest name that DNS knows, in characters. */
const MAX_DOMAIN = 253;

/**
 * Patterns of sender lists that would match a sender, the most specific first: the address itself, its domain, and every
 * parent domain. `a@mail.spam.example` → `a@mail.spam.example`, `mail.spam.example`, `spam.example`, `example`.
 */
export function senderPatterns(address: string): string[] {
  // `spam.example.` is the same domain, written to its root.
  const bare = address.replace(/\.$/, '');
  const at = bare.lastIndexOf('@') + 1;
  // A header may hold a made-up domain of a megabyte, and all its parents together would be its square.
  const domain = asciiDomain(bare.slice(at).slice(-MAX_DOMAIN));
  const labels = domain.split('.');
  const whole = bare.length - at > MAX_DOMAIN ? bare : bare.slice(0, at) + domain;
  return [whole, ...labels.map((_, index) => labels.slice(index).join('.'))];
}

/** `bücher.example` → `xn--bcher-kva.example`: mail and people write both. A domain without such letters stays as it is. */
export function asciiDomain(domain: string): string {
  if (/^[\x20-\x7e]*$/.test(domain)) return domain;
  return domainToASCII(domain) || domain;
}

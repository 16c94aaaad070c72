/** Longest name that DNS knows, in characters. */
const MAX_DOMAIN = 253;

/**
 * Blacklist patterns that would match a sender: the address itself, its domain, and every parent domain.
 * `a@mail.spam.example` → `a@mail.spam.example`, `mail.spam.example`, `spam.example`, `example`.
 */
export function senderPatterns(address: string): string[] {
  // `spam.example.` is the same domain, written to its root.
  const bare = address.replace(/\.$/, '');
  const domain = bare.slice(bare.lastIndexOf('@') + 1);
  // A header may hold a made-up domain of a megabyte, and all its parents together would be its square.
  const labels = domain.slice(-MAX_DOMAIN).split('.');
  return [bare, ...labels.map((_, index) => labels.slice(index).join('.'))];
}

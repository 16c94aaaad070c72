import { cleanLine } from './clean-text.ts';

const BRACKETED = /<[^<>]*>/g;

/**
 * The message identifiers in a Message-ID, In-Reply-To or References value, in order. Prose around them is skipped:
 * old clients write `In-Reply-To: Your message of Monday <id>`, and taking a word of prose for an identifier
 * would put strangers into one thread.
 */
export function readMessageIds(value: string): string[] {
  const line = cleanLine(value);
  const bracketed = line.match(BRACKETED);
  if (bracketed) return bracketed.filter((id) => normaliseMessageId(id) !== '');
  const words = line.split(/[\s,]+/).filter(Boolean);
  return words.length === 1 ? words : words.filter((word) => word.includes('@'));
}

/**
 * The form in which two spellings of one identifier are equal: no angle brackets, no blanks (folding may have put
 * some inside), and the domain in lower case. The part before the `@` is case-sensitive by RFC 5322 and stays.
 */
export function normaliseMessageId(id: string): string {
  const bare = id.replace(/\s+/g, '').replace(/^<+|>+$/g, '');
  const at = bare.lastIndexOf('@');
  return at < 0 ? bare : bare.slice(0, at) + bare.slice(at).toLowerCase();
}

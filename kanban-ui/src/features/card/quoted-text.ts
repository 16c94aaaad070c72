export interface SplitText {
  /** What the sender wrote. */
  own: string;
  /** The earlier mail that was repeated below it; `''` when there is none. */
  quoted: string;
}

const QUOTED_LINE = /^\s*>/;
const BLANK = /^\s*$/;
// "On Monday … Ada wrote:" in the languages that mail programs write it in; it may be broken over two lines.
const ATTRIBUTION =
  /^\s*(on\b.+wrote|am\b.+schrieb.*|le\b.+a écrit|el\b.+escribió|il\b.+ha scritto)\s*:\s*$/i;
const DIVIDER = /^\s*(-{3,}\s*[\p{L} ]+\s*-{3,}|_{16,})\s*$/u;
const HEADER = /^\s*\*?(from|von|de|da)\s*:\*?\s+\S/i;
const SECOND_HEADER = /^\s*\*?(sent|gesendet|date|datum|to|an|envoyé|enviado|inviato)\s*:/i;

/**
 * Parts a mail's text from the earlier mail quoted below it. Text between quoted lines is an answer and never part of a
 * quotation, so a mail that answers line by line stays whole; so does one that consists of a quotation only.
 */
export function splitQuoted(text: string): SplitText {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const start = lines.findIndex((_, index) => startsQuotation(lines, index));
  const own = lines.slice(0, Math.max(start, 0)).join('\n').trimEnd();
  if (start === -1 || own.trim() === '') return { own: text.trimEnd(), quoted: '' };
  return { own, quoted: lines.slice(start).join('\n').trimEnd() };
}

function startsQuotation(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  const rest = lines.slice(at + 1);
  if (QUOTED_LINE.test(line)) return rest.every((other) => QUOTED_LINE.test(other) || BLANK.test(other));
  if (ATTRIBUTION.test(line)) return isQuotation(rest);
  if (ATTRIBUTION.test(`${line} ${rest[0] ?? ''}`)) return isQuotation(rest.slice(1));
  if (DIVIDER.test(line)) return rest.some((other) => !BLANK.test(other));
  return HEADER.test(line) && rest.slice(0, 4).some((other) => SECOND_HEADER.test(other));
}

// With ">" anywhere, every line must have it; without, the whole rest is taken for the earlier mail.
function isQuotation(rest: readonly string[]): boolean {
  const written = rest.filter((line) => !BLANK.test(line));
  return written.every((line) => QUOTED_LINE.test(line)) || !written.some((line) => QUOTED_LINE.test(line));
}

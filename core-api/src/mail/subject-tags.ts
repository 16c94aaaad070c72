/** What gateways write around the subjects of strangers. It comes and goes from one mail of a thread to the next. */
const GATEWAY = [
  'external|extern|externe|externer|externa|externo|esterno|esterna|ext|eksternt|ekstern|zewnętrzny|внешний|dış',
  'خارجي|बाहरी|外部|외부|e-?mail|mail|message|nachricht|sender|absender|courriel|source|origin',
  'spam|suspected|possible|probable|phish|phishing|suspicious|verdacht|junk|bulk|marketing|newsletter',
  'caution|warning|achtung|attention|unverified|untrusted|unknown|secure|encrypted|verschlüsselt|virus|scanned',
].join('|');
const WORDS = `(?:${GATEWAY})(?:[\\s_:/-]+(?:${GATEWAY}))*`;
const TAG = `(?:\\[\\s*${WORDS}\\s*\\]|\\(\\s*${WORDS}\\s*\\)|\\{\\s*${WORDS}\\s*\\}|\\*{2,}\\s*${WORDS}\\s*\\*{2,})`;
// Without brackets only the words that nobody puts before a colon of his own.
const LEADING = new RegExp(
  `^\\s*(?:${TAG}|\\b(?:external|extern|externe|ext)(?:\\s(?:e-?mail|mail|sender))?\\s?[:：])\\s*`,
  'iu',
);
const TRAILING = new RegExp(`\\s*${TAG}\\s*$`, 'iu');
/** `[valves-list]`, `[PO-4711]`: says something about the thread. */
const TELLING = /^\s*(\[[^\]]{1,80}\])\s*/u;

/** Takes one tag of a gateway off the front of a subject; null when it begins with none. */
export function withoutLeadingTag(subject: string): string | null {
  const match = LEADING.exec(subject);
  return match ? subject.slice(match[0].length) : null;
}

export function withoutTrailingTags(subject: string): string {
  const shorter = subject.replace(TRAILING, '');
  return shorter === subject ? subject : withoutTrailingTags(shorter);
}

/** A tag in front that belongs to the thread, and what stands behind it; null when there is none. */
export function leadingLabel(subject: string): { label: string; rest: string } | null {
  const match = TELLING.exec(subject);
  return match?.[1] === undefined ? null : { label: match[1], rest: subject.slice(match[0].length) };
}

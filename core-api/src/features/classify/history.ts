/** A text in two: what the sender has just written, and the older mails below or around it. */
export interface SplitText {
  own: string[];
  history: string[];
}

const QUOTED = /^\s*>/;

/** `On Monday, Ada wrote:` in the words of the usual clients. */
const ATTRIBUTION = [
  /^\s*(?:on|am|le|el|il)\b.{5,200}\b(?:wrote|schrieb|[ée]crit|escribi[óo]|scritto)\b.{0,80}[:：]\s*$/i,
  /^.{2,200}(?:\bwrote|\bschrieb|\ba écrit|ने लिखा|كتب|さんは書きました|のメール)\s*[:：]\s*$/i,
];

const SEPARATOR =
  /^\s*(?:[-_*]{2,}\s*(?:original(?: message|nachricht)?|forwarded message|urspr[uü]ngliche|message d'origine|message transf|mensaje original|weitergeleitete)|begin forwarded message|anfang der weitergeleiteten)/i;

const FROM_LINE = /^[\s*]*(?:from|von|de|da|प्रेषक|من|差出人)\s*[:：]/i;
const HEADER_LINE =
  /^[\s*]*(?:sent|date|to|subject|gesendet|datum|an|betreff|envoy[ée]|[àa]|objet|enviado|para|asunto|दिनांक|विषय|التاريخ|إلى|الموضوع|日時|宛先|件名)\s*\*?[:：]/i;

/** Parts a text at the marks that mail clients put before older mails. Lines quoted with `>` are history wherever they stand. */
export function splitHistory(lines: readonly string[]): SplitText {
  const cut = lines.findIndex((_, at) => startsHistory(lines, at));
  const above = cut < 0 ? lines : lines.slice(0, cut);
  const isOld = (line: string) => QUOTED.test(line) || isAttribution(line);
  return {
    own: above.filter((line) => !isOld(line)),
    history: [...above.filter(isOld), ...(cut < 0 ? [] : lines.slice(cut))],
  };
}

function startsHistory(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (SEPARATOR.test(line)) return true;
  // With quotation marks after it, only the marked lines are old: an answer may stand below them.
  if (isAttribution(line)) return !QUOTED.test(following(lines, at)[0] ?? '>');
  // A line `From: Mumbai` alone is the text of a freight enquiry.
  return FROM_LINE.test(line) && following(lines, at).some((next) => HEADER_LINE.test(next));
}

/** The next lines that are not blank, at most three. */
function following(lines: readonly string[], at: number): string[] {
  return lines
    .slice(at + 1, at + 10)
    .filter((next) => next.trim() !== '')
    .slice(0, 3);
}

function isAttribution(line: string): boolean {
  return ATTRIBUTION.some((pattern) => pattern.test(line));
}

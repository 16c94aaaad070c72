/** Text as Postgres can hold it (no NUL, no half surrogate pair), with `\n` line ends. */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '').replace(/\r\n?/g, '\n');
}

/** The same for what must stay on one line, such as a subject: each run of blanks becomes one space. */
export function cleanLine(text: string): string {
  return cleanText(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

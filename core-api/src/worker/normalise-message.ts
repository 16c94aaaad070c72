/** What differs from mail to mail although the cause is one. Order matters: an address holds dots, an id holds digits. */
const VARYING: readonly RegExp[] = [
  /"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|‘[^’]*’|«[^»]*»/gu,
  /\b[a-z][a-z0-9+.-]*:\/\/\S+/giu,
  /<?[^\s<>@"']+@[^\s<>@"']+>?/gu,
  /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/giu,
  // Ids: letters and digits mixed, or long runs of hex.
  /\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{6,}\b/giu,
  /\b[0-9a-f]{16,}\b/giu,
  /[+-]?\d+([.,:]\d+)*/gu,
];

/** The words of an error that stay the same when another mail meets it. */
export function normaliseMessage(message: string): string {
  // Messages are short; one that is not must not keep the patterns busy.
  const bare = VARYING.reduce((text, pattern) => text.replace(pattern, '*'), message.slice(0, 2000));
  return bare.replace(/\s+/gu, ' ').trim().toLowerCase();
}

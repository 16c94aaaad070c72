// Generated from flows/engine/src/parse-date.ts by `npm run nodes:generate`: change it there.
// The lenient order of parts that Activepieces' date library takes: 2026-3-1, 20260301, 2026/03/01 9:30, with or without time.
const PARTS =
  /^(\d{4})[-/]?(\d{1,2})?[-/]?(\d{0,2})[t\s]*(\d{1,2})?:?(\d{1,2})?:?(\d{1,2})?[.:]?(\d{1,3})?\d*$/i;

/**
 * Milliseconds since 1970 of a text or number, NaN for anything else. Without an offset it is UTC, as on a host whose clock
 * is set to UTC, so that a condition does not depend on where the flow runs.
 */
export function parseDate(value: unknown): number {
  if (typeof value === 'number') return new Date(value).getTime();
  if (typeof value !== 'string') return NaN;
  const match = PARTS.exec(value);
  if (!match) return Date.parse(value);
  const [year = 0, month, day, hour, minute, second, fraction] = match
    .slice(1)
    .map((part) => (part ? Number(part) : undefined));
  return Date.UTC(year, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0, fraction ?? 0);
}

import type { DateOrder } from '@pebble/contract/import-mapping';
import type { z } from 'zod';

type Order = z.infer<typeof DateOrder>;

const TIME = String.raw`(?:[T,\s]\s*(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(am|pm)?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?`;
const NUMBERS = new RegExp(String.raw`^(\d{1,4})[-/.\s](\d{1,2})[-/.\s](\d{1,4})${TIME}$`, 'i');
/** `2 Nov 2026`, `Nov 2, 2026`, as programs in English write them. */
const DAY_FIRST = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]([a-z]{3,9})\.?[\s,-]+(\d{4})${TIME}$`,
  'i',
);
const MONTH_FIRST = new RegExp(
  String.raw`^(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?\s(\d{1,2}),?\s+(\d{4})${TIME}$`,
  'i',
);
const MAX_LENGTH = 60;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The instant that a cell means, in ISO 8601; null when it cannot be told.
 *
 * @param order of day and month where both are numbers
 * @param utcOffset of a time that names no zone, such as `+05:30`
 */
export function readDate(cell: string, order: Order, utcOffset: string): string | null {
  const text = cell.trim();
  if (text.length > MAX_LENGTH) return null;
  const numbers = NUMBERS.exec(text);
  if (numbers) return inOrder(numbers, order, utcOffset);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return assemble(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1], dayFirst.slice(4), utcOffset);
  const monthFirst = MONTH_FIRST.exec(text);
  if (!monthFirst) return null;
  return assemble(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2], monthFirst.slice(4), utcOffset);
}

/** Month first, when some date can only be read so and none only otherwise; else day first, as most of the world writes. */
export function guessDateOrder(cells: readonly string[]): Order {
  const pairs = cells.flatMap((cell) => {
    const [, first, second] = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}\b/.exec(cell.trim()) ?? [];
    return first === undefined || second === undefined ? [] : [[Number(first), Number(second)] as const];
  });
  const monthFirst = pairs.some(([, second]) => second > 12) && !pairs.some(([first]) => first > 12);
  return monthFirst ? 'mdy' : 'dmy';
}

function inOrder(match: RegExpExecArray, order: Order, utcOffset: string): string | null {
  const [, first = '', second = '', third = '', ...time] = match;
  if (first.length === 4 || order === 'ymd') return assemble(first, Number(second), third, time, utcOffset);
  return order === 'mdy'
    ? assemble(third, Number(first), second, time, utcOffset)
    : assemble(third, Number(second), first, time, utcOffset);
}

function assemble(
  year: string | undefined,
  month: number,
  day: string | undefined,
  [hour, minute, second, half, zone]: readonly (string | undefined)[],
  utcOffset: string,
): string | null {
  const date = [fullYear(Number(year)), month, Number(day)] as const;
  const clock = [hourOfDay(Number(hour ?? 0), half), Number(minute ?? 0), Number(second ?? 0)] as const;
  const instant = new Date(Date.UTC(date[0], date[1] - 1, date[2], ...clock) - offsetMs(zone ?? utcOffset));
  if (!exists(date, clock) || Number.isNaN(instant.getTime())) return null;
  return instant.toISOString();
}

function exists(
  [year, month, day]: readonly [number, number, number],
  [hour, minute, second]: readonly number[],
): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  // The 31st of April would become the 1st of May.
  const onCalendar = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return (
    onCalendar && year >= 1970 && year <= 9999 && (hour ?? 0) < 24 && (minute ?? 0) < 60 && (second ?? 0) < 60
  );
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

function hourOfDay(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}

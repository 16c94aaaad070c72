import type { OneReceipt } from './api/receipts.ts';

export interface Day {
  /** `2026-11-05`, where the person is. */
  key: string;
  /** By hour, 0 to 23; the newest receipt that begins in it. */
  hours: (OneReceipt | undefined)[];
}

/** Receipts by day and hour where the person is, newest day first. Those of other windows than an hour are left out. */
export function byHour(receipts: readonly OneReceipt[]): Day[] {
  const days = new Map<string, Day>();
  for (const one of receipts) {
    if (Date.parse(one.to) - Date.parse(one.from) > HOUR_MS) continue;
    const begin = new Date(one.from);
    const key = dayKey(begin);
    const day = days.get(key) ?? { key, hours: Array.from({ length: 24 }, () => undefined) };
    const known = day.hours[begin.getHours()];
    if (!known || known.signed_at < one.signed_at) day.hours[begin.getHours()] = one;
    days.set(key, day);
  }
  return [...days.values()].sort((a, b) => b.key.localeCompare(a.key));
}

const HOUR_MS = 3_600_000;

export function dayKey(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The beginning of the day that is so many days before, today being 1. */
export function beginOf(days: number, now: number): string {
  const begin = new Date(now);
  begin.setHours(0, 0, 0, 0);
  begin.setDate(begin.getDate() - days + 1);
  return begin.toISOString();
}

/** As a `datetime-local` field has it. */
export function localMinute(instant: number): string {
  const date = new Date(instant);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${dayKey(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

type Span = readonly [from: number, to: number];

/**
 * Leaves out receipts of a time that was looked at again later. One of which only a part was, is left out when it had nothing to
 * complain of, since its hours have receipts of their own; otherwise it stays, so that a gap never hides.
 */
function newestLooks(receipts: readonly OneReceipt[]): OneReceipt[] {
  const looked: Span[] = [];
  return receipts
    .toSorted((a, b) => b.signed_at.localeCompare(a.signed_at))
    .filter(({ from, to, status }) => {
      const span: Span = [Date.parse(from), Date.parse(to)];
      const left = looked.reduce<Span[]>(
        (spans, taken) => spans.flatMap((own) => without(own, taken)),
        [span],
      );
      const isWhole = left.reduce((sum, [begin, end]) => sum + end - begin, 0) === span[1] - span[0];
      const counts = isWhole || (left.length > 0 && status !== 'complete');
      if (counts) looked.push(span);
      return counts;
    });
}

function without([from, to]: Span, [begin, end]: Span): Span[] {
  const rest: Span[] = [
    [from, Math.min(to, begin)],
    [Math.max(from, end), to],
  ];
  return rest.filter(([first, last]) => first < last);
}

/** The sums of what the newest looks count: what was missing once and is there by now is not told. */
export function totalsOf(receipts: readonly OneReceipt[]) {
  const newest = newestLooks(receipts);
  const sum = (name: 'seen' | 'missing' | 'doubled' | 'pending') =>
    newest.reduce((all, { counts }) => all + counts[name], 0);
  return { seen: sum('seen'), missing: sum('missing'), doubled: sum('doubled'), pending: sum('pending') };
}

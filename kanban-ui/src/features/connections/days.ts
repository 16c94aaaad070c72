/** The window from the beginning of one day to the end of another, where the person is; null when that is none. */
export function windowOf(from: string, to: string): { from: string; to: string } | null {
  const [begin, last] = [new Date(`${from}T00:00`), new Date(`${to}T00:00`)];
  if (Number.isNaN(begin.getTime()) || Number.isNaN(last.getTime()) || begin > last) return null;
  last.setDate(last.getDate() + 1);
  return { from: begin.toISOString(), to: last.toISOString() };
}

/** A day as a date field has it: so many before today. */
export function dayBefore(days: number, now: number): string {
  const date = new Date(now);
  // By the calendar: a day on which clocks are changed has no 24 hours.
  date.setDate(date.getDate() - days);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

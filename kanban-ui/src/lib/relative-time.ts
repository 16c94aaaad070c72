import { locale } from '../messages.ts';

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const short = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'narrow' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
const clock = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
const thisYear = new Intl.DateTimeFormat(locale, clock);
const otherYear = new Intl.DateTimeFormat(locale, { ...clock, year: 'numeric' });

/** `5m ago`, `yesterday`; within a minute, or in a future that only a wrong clock makes: `now`. */
export function relativeTime(instant: string, now: number): string {
  const seconds = (now - Date.parse(instant)) / 1000;
  const unit = UNITS.find(([, size]) => seconds >= size);
  return unit ? short.format(-Math.floor(seconds / unit[1]), unit[0]) : short.format(0, 'second');
}

/** Date and time in the reader's time zone, for tooltips. */
export function fullTime(instant: string): string {
  return full.format(Date.parse(instant));
}

/** Date and time in the reader's time zone, for lists; the year only when it is another one. */
export function mediumTime(instant: string): string {
  const date = new Date(instant);
  const current = date.getFullYear() === new Date().getFullYear();
  return (current ? thisYear : otherYear).format(date);
}

import { expect, test } from 'vitest';
import { parseDate } from './parse-date.ts';

const iso = (value: unknown) => {
  const time = parseDate(value);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
};

test.each([
  ['2026-03-02', '2026-03-02T00:00:00.000Z'],
  ['2026-3-2', '2026-03-02T00:00:00.000Z'],
  ['20260302', '2026-03-02T00:00:00.000Z'],
  ['2026/03/02 9:05', '2026-03-02T09:05:00.000Z'],
  ['2026-03-02T09:15:30', '2026-03-02T09:15:30.000Z'],
  ['2026-03-02T09:15:30.250123', '2026-03-02T09:15:30.250Z'],
  ['2026-03-02T09:15:30Z', '2026-03-02T09:15:30.000Z'],
  ['2026-03-02T09:15:30+05:30', '2026-03-02T03:45:30.000Z'],
  ['2026', '2026-01-01T00:00:00.000Z'],
  [0, '1970-01-01T00:00:00.000Z'],
])('%j', (value, expected) => {
  expect(iso(value)).toBe(expected);
});

test.each(['', 'soon', null, undefined, true, [], {}, NaN, '2026-03-02T25:99:99Z'])(
  '%j is no date',
  (value) => {
    expect(iso(value)).toBeNull();
  },
);

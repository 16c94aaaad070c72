import { describe, expect, it } from 'vitest';
import { relativeTime } from './relative-time.ts';

const NOW = Date.parse('2026-03-10T12:00:00Z');

describe('relativeTime', () => {
  it.each([
    ['2026-03-10T11:59:45Z', 'now'],
    ['2026-03-10T11:55:00Z', '5m ago'],
    ['2026-03-10T09:59:00Z', '2h ago'],
    ['2026-03-09T12:00:00Z', 'yesterday'],
    ['2026-03-01T12:00:00Z', 'last wk.'],
    ['2024-03-09T12:00:00Z', '2y ago'],
  ])('says how long ago %s was', (instant, expected) => {
    expect(relativeTime(instant, NOW)).toBe(expected);
  });

  it('does not speak of the future when clocks differ', () => {
    expect(relativeTime('2026-03-10T12:04:00Z', NOW)).toBe('now');
  });
});

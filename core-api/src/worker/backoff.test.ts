import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fullJitter } from './backoff.ts';

it('doubles its ceiling with each failure', () => {
  const almostOne = () => 0.9999;
  expect([1, 2, 3].map((failures) => fullJitter(1000, failures, almostOne))).toEqual([1000, 2000, 4000]);
});

it('uses the whole range below the ceiling', () => {
  expect(fullJitter(1000, 3, () => 0)).toBe(0);
  expect(fullJitter(1000, 3, () => 0.5)).toBe(2000);
});

it('is never negative and never longer than a minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_600_000 }), fc.integer({ min: 1, max: 60 }), (base, failures) => {
      const pause = fullJitter(base, failures);
      expect(pause).toBeGreaterThanOrEqual(0);
      expect(pause).toBeLessThanOrEqual(60_000);
    }),
  );
});

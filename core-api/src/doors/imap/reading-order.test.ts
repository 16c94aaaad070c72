import { describe, expect, it } from 'vitest';
import { pauseAfter } from './backoff.ts';
import { ImapTrouble } from './explain.ts';
import { groupsOf } from './groups.ts';
import { failedAgain, putAside } from './put-aside.ts';
import { Suspects } from './suspects.ts';
import { TIMING } from './timing.ts';

const MB = 1024 * 1024;
const HOUR = 3_600_000;

describe('groups', () => {
  const uidsOf = (sizes: (number | null)[], alone: (uid: number) => boolean = () => false) =>
    groupsOf(
      sizes.map((size, index) => ({ uid: index + 1, size })),
      alone,
    ).map((group) => group.map(({ uid }) => uid));

  it('keep the order, and hold few mails and few bytes', () => {
    expect(uidsOf([])).toEqual([]);
    expect(uidsOf([1000, 1000, null])).toEqual([[1, 2, 3]]);
    expect(uidsOf([3 * MB, 2 * MB, 1000, 25 * MB, 1000])).toEqual([[1], [2, 3], [4], [5]]);
    expect(uidsOf(Array.from({ length: 45 }, () => 10)).map((group) => group.length)).toEqual([20, 20, 5]);
  });

  it('are of one where a mail is under suspicion', () => {
    expect(uidsOf([10, 10, 10, 10], (uid) => uid <= 2)).toEqual([[1], [2], [3, 4]]);
  });
});

describe('a mail over which the connection broke', () => {
  it('among others makes all of them be read one by one; alone and twice, it is the one', () => {
    const suspects = new Suspects();
    suspects.broke([4, 5, 6]);
    expect([3, 4, 6, 7].map((uid) => suspects.mustBeAlone(uid))).toEqual([true, true, true, false]);
    expect([4, 5, 6].some((uid) => suspects.isGuilty(uid))).toBe(false);
    suspects.broke([5]);
    expect(suspects.isGuilty(5)).toBe(false);
    suspects.broke([5]);
    expect(suspects.isGuilty(5)).toBe(true);
    suspects.forget(5);
    expect(suspects.isGuilty(5)).toBe(false);
  });
});

describe('a mail that was put aside', () => {
  it('is tried at growing distances for a day, and then no more', () => {
    const start = Date.parse('2026-11-02T09:00:00Z');
    let [one] = putAside([], 7, start);
    let now = start;
    const pauses: number[] = [];
    while (one) {
      pauses.push(one.next_at - now);
      now = one.next_at;
      one = failedAgain(one, now) ?? undefined;
    }
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauses.length).toBeGreaterThanOrEqual(6);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(6 * HOUR);
    expect(now - start).toBeGreaterThanOrEqual(24 * HOUR);
    expect(now - start).toBeLessThan(36 * HOUR);
  });

  it('has so many beside it at most: then it is the server that is broken', () => {
    const many = Array.from({ length: 50 }, (_, index) => putAside([], index, 0)).flat();
    expect(() => putAside(many, 99, 0)).toThrow(ImapTrouble);
  });
});

describe('the pause before the next connection', () => {
  const pause = (failures: number, chance: number, error: unknown = new Error('x')) =>
    pauseAfter(failures, error, TIMING, chance);

  it('may be twice as long after each failure, up to five minutes, and chance decides', () => {
    expect([1, 2, 3, 4].map((failures) => pause(failures, 1))).toEqual([1000, 2000, 4000, 8000]);
    expect(pause(50, 1)).toBe(300_000);
    expect(pause(50, 0.5)).toBe(150_000);
    expect(pause(3, 0)).toBe(0);
  });

  it('is long after a refused sign-in, whatever chance says', () => {
    const refused = Object.assign(new Error('no'), { authenticationFailed: true });
    expect(pause(1, 0, refused)).toBe(60_000);
    expect(pause(5, 0, refused)).toBe(300_000);
    expect(pause(100, 0, refused)).toBe(900_000);
  });
});

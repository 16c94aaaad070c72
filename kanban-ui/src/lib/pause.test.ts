import { describe, expect, it } from 'vitest';
import { backoffMs, pause } from './pause.ts';

describe('the pause before the next try', () => {
  it('doubles up to a limit', () => {
    const longest = () => 1;
    expect([1, 2, 3, 4, 5, 6, 20].map((n) => backoffMs(n, longest))).toEqual([
      500, 1000, 2000, 4000, 8000, 15_000, 15_000,
    ]);
  });

  it('leaves half of it to chance', () => {
    expect(backoffMs(3, () => 0)).toBe(1000);
    expect(backoffMs(0, () => 0.5)).toBe(375);
  });

  it.each([
    ['the network comes back', () => window.dispatchEvent(new Event('online'))],
    ['the user comes back', () => document.dispatchEvent(new Event('visibilitychange'))],
  ])('ends early when %s', async (_, happen) => {
    const waiting = pause(20, new AbortController().signal);
    happen();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('ends with the connection', async () => {
    const stop = new AbortController();
    const waiting = pause(20, stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});

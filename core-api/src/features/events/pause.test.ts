import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pause } from './pause.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

/** Starts a pause and tells whether it is over, and what came of it. */
function start(pause: Pause, lengths: { atLeast: number; atMost?: number }): { result: boolean | null } {
  const state: { result: boolean | null } = { result: null };
  void pause.wait(lengths).then((rung) => (state.result = rung));
  return state;
}

it('ends by itself when the time is up', async () => {
  const waiting = start(new Pause(), { atLeast: 10, atMost: 100 });
  await vi.advanceTimersByTimeAsync(99);
  expect(waiting.result).toBeNull();
  await vi.advanceTimersByTimeAsync(1);
  expect(waiting.result).toBe(false);
});

it('ends when rung, but not before its least length', async () => {
  const pause = new Pause();
  const early = start(pause, { atLeast: 10, atMost: 100 });
  pause.ring();
  await vi.advanceTimersByTimeAsync(9);
  expect(early.result).toBeNull();
  await vi.advanceTimersByTimeAsync(1);
  expect(early.result).toBe(true);

  const late = start(pause, { atLeast: 10 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(late.result).toBeNull();
  pause.ring();
  await vi.advanceTimersByTimeAsync(0);
  expect(late.result).toBe(true);
});

it('remembers a ring that came while nobody waited, once', async () => {
  const pause = new Pause();
  pause.ring();
  pause.ring();
  const first = start(pause, { atLeast: 1, atMost: 100 });
  await vi.advanceTimersByTimeAsync(1);
  expect(first.result).toBe(true);
  const second = start(pause, { atLeast: 1, atMost: 100 });
  await vi.advanceTimersByTimeAsync(100);
  expect(second.result).toBe(false);
});

it('ends at once when closed, now and ever after', async () => {
  const pause = new Pause();
  const now = start(pause, { atLeast: 1_000, atMost: 2_000 });
  pause.close();
  const after = start(pause, { atLeast: 1_000 });
  await vi.advanceTimersByTimeAsync(0);
  expect([now.result, after.result]).toEqual([true, true]);
  expect(pause.closed).toBe(true);
});

import type { Clock } from '../clock.ts';

export interface FakeClock extends Clock {
  /** Milliseconds of every wait, in order. */
  readonly waits: readonly number[];
}

/** A clock that only moves while somebody sleeps, and then at once. */
export function fakeClock(): FakeClock {
  let now = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      waits.push(milliseconds);
      now += milliseconds;
    },
  };
}

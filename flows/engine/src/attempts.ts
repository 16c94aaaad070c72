import { CircuitOpenError, isRetryable, retryAfterOf } from '@pebble/kit/errors';
import type { Clock } from './clock.ts';

/** Milliseconds before the second, third and fourth attempt, as in Activepieces. */
const WAITS = [4_000, 8_000, 16_000];

/** A worker does not sit out longer bans, in seconds: the attempt fails, and the job comes back later. */
const LONGEST_WAIT = 30;

export type Outcome = { attempts: number } & ({ ok: true; output: unknown } | { ok: false; error: unknown });

interface Options {
  /** Without it there is one attempt. */
  retry: boolean;
  clock: Clock;
  signal: AbortSignal | undefined;
}

/**
 * Runs a step, up to four times when the flow says `retryOnFailure`. Unlike Activepieces, which repeats any failure, only an error
 * that may pass is repeated: a request that was refused for its content is not sent four times. And it waits longer than planned
 * when the other side asks for it.
 */
export async function attempt(run: () => Promise<unknown>, options: Options): Promise<Outcome> {
  const { retry, clock, signal } = options;
  for (let attempts = 1; ; attempts += 1) {
    try {
      signal?.throwIfAborted();
      return { ok: true, output: await run(), attempts };
    } catch (error) {
      const wait = retry ? waitAfter(error, attempts) : null;
      if (wait === null) return { ok: false, error, attempts };
      try {
        await clock.sleep(wait, signal);
      } catch (aborted) {
        return { ok: false, error: aborted, attempts };
      }
    }
  }
}

function waitAfter(error: unknown, attempts: number): number | null {
  const planned = WAITS[attempts - 1];
  // With the circuit open nothing would be sent: give the worker's hands to other mail instead.
  if (planned === undefined || !isRetryable(error) || error instanceof CircuitOpenError) return null;
  const asked = retryAfterOf(error) ?? 0;
  return asked > LONGEST_WAIT ? null : Math.max(planned, asked * 1000);
}

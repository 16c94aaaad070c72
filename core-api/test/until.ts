import { setTimeout as pause } from 'node:timers/promises';

/** Ends a test that waits in vain, a little before the limit of the test itself, which could not say where it waited. */
const DEADLINE_MS = 120_000;
/** The first look comes soon; later ones make room for what is waited for. */
const PAUSE_MS = { first: 5, longest: 100 };

/** Asks again and again until there is an answer. For what happens in the background: a test never sleeps for a guess. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const started = Date.now();
  for (let rest = PAUSE_MS.first; ; rest = Math.min(rest * 1.5, PAUSE_MS.longest)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() - started > DEADLINE_MS) throw new Error('it did not happen in time');
    await pause(rest);
  }
}

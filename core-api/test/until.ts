import { setTimeout as pause } from 'node:timers/promises';

const DEADLINE_MS = 15_000;

/** Asks again and again until there is an answer. For what happens in the background: a test never sleeps for a guess. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const started = Date.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() - started > DEADLINE_MS) throw new Error('it did not happen in time');
    await pause(5);
  }
}

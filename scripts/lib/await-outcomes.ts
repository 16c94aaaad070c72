import type { ApiSession } from './api-session.ts';
import { askOutcome, type HandedOver, type Outcome, unfinished } from './delivery.ts';
import { inParallel } from './in-parallel.ts';

export interface WaitOptions {
  concurrency: number;
  /** How long nothing may happen before the rest counts as unfinished. */
  patienceMs: number;
  onFinal: () => void;
  pause?: (ms: number) => Promise<void>;
  now?: () => number;
}

const ROUND_MS = 250;

/** Asks after all mails, round after round, until each has come to an end or patience has. In the order given. */
export async function awaitOutcomes(
  session: ApiSession,
  mails: readonly HandedOver[],
  options: WaitOptions,
): Promise<Outcome[]> {
  const { concurrency, patienceMs, onFinal, pause = wait, now = Date.now } = options;
  const outcomes = new Map<HandedOver, Outcome>();
  let lastNews = now();
  for (;;) {
    const open = mails.filter((mail) => !outcomes.has(mail));
    await inParallel(open, concurrency, async (mail) => {
      const outcome = await askOutcome(session, mail);
      if (!outcome) return;
      outcomes.set(mail, outcome);
      lastNews = now();
      onFinal();
    });
    if (outcomes.size === mails.length || now() - lastNews > patienceMs) break;
    await pause(ROUND_MS);
  }
  return mails.map((mail) => outcomes.get(mail) ?? unfinished(mail));
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

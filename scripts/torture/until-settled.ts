import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Chaos } from './chaos.ts';
import type { FragilePostgres } from './fragile-postgres.ts';

const LOOK_MS = 500;
const TELL_MS = 5_000;
/** Longer than taking over the work of a killed process, sweeping and the longest pause between attempts together. */
const PATIENCE_MS = 120_000;
/** The killing ends when so much is done: with no calm at all the last mails would be killed again and again. */
const CALM_AT = 0.9;

interface Waiting {
  postgres: FragilePostgres;
  database: string;
  chaos: Chaos;
  /** How many mails have been handed over. */
  expected: number;
  signal: AbortSignal;
  say: (line: string) => void;
}

/**
 * Waits until every accepted mail has its outcome and nothing waits in the outbox, or until nothing has moved for minutes. What
 * is missing then is for the judgement to say.
 */
export async function untilSettled({
  postgres,
  database,
  chaos,
  expected,
  signal,
  say,
}: Waiting): Promise<void> {
  let [last, moved, told] = ['', Date.now(), Date.now()];
  let calm = false;
  for (;;) {
    signal.throwIfAborted();
    // The server may be on its way back just now.
    const now = await postgres.asOwner(database, progress).catch(() => null);
    if (now?.open === 0 && now.outbox === 0) return;
    if (now && !calm && now.ended >= expected * CALM_AT) {
      calm = true;
      await chaos.stop();
    }
    const seen = JSON.stringify(now);
    if (now && seen !== last) [last, moved] = [seen, Date.now()];
    if (Date.now() - told > TELL_MS) {
      told = Date.now();
      say(
        now
          ? `${now.ended} ended, ${now.open} open, ${now.outbox} in the outbox`
          : 'the database does not answer',
      );
    }
    if (Date.now() - moved > PATIENCE_MS)
      return say(`nothing has moved for ${PATIENCE_MS / 1000} s; giving up`);
    await pause(LOOK_MS, undefined, { signal });
  }
}

async function progress(
  client: Client,
): Promise<{ open: number; ended: number; outbox: number } | undefined> {
  const { rows } = await client.query<{ open: number; ended: number; outbox: number }>(
    `SELECT count(*) FILTER (WHERE state IN ('accepted', 'processing'))::int AS open,
            count(*) FILTER (WHERE state NOT IN ('accepted', 'processing'))::int AS ended,
            (SELECT count(*)::int FROM outbox) AS outbox
     FROM inbound_emails`,
  );
  return rows[0];
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Chaos } from './chaos.ts';
import type { FragilePostgres } from './fragile-postgres.ts';
import type { Supervised } from './supervised.ts';

const LOOK_MS = 500;
const TELL_MS = 5_000;
/** Longer than taking over the work of a killed process, sweeping and the longest pause between attempts together. */
const PATIENCE_MS = 120_000;
/** A machine may be too busy even to start a process; but not for ever. */
const MOST_MS = 1_800_000;
/** The killing ends when so much is done: with no calm at all the last mails would be killed again and again. */
const CALM_AT = 0.9;

interface Waiting {
  postgres: FragilePostgres;
  database: string;
  fleet: readonly Supervised[];
  /** What is to end before the last mails are done; see CALM_AT. */
  chaos?: Chaos;
  /** How many mails have been handed over. */
  expected: number;
  signal: AbortSignal;
  say: (line: string) => void;
}

/**
 * Waits until every accepted mail has its outcome and nothing waits in the outbox, or until nothing has moved for minutes although
 * everything is up. What is missing then is for the judgement to say.
 */
export async function untilSettled({ postgres, database, fleet, ...rest }: Waiting): Promise<void> {
  const { chaos, expected, signal, say } = rest;
  const started = Date.now();
  let [last, moved, told] = ['', started, started];
  let calm = false;
  for (;;) {
    signal.throwIfAborted();
    // The server may be on its way back just now.
    const now = await postgres.asOwner(database, progress).catch(() => null);
    if (now?.open === 0 && now.outbox === 0) return;
    if (now && !calm && now.ended >= expected * CALM_AT) {
      calm = true;
      await chaos?.stop();
    }
    const seen = JSON.stringify(now);
    const starting = fleet.some(({ ready }) => ready === null);
    if (now && (seen !== last || starting)) [last, moved] = [seen, Date.now()];
    if (Date.now() - told > TELL_MS) {
      told = Date.now();
      say(
        now
          ? `${now.ended} ended, ${now.open} open, ${now.outbox} in the outbox`
          : 'the database does not answer',
      );
    }
    if (Date.now() - moved > PATIENCE_MS || Date.now() - started > MOST_MS) {
      say('nothing moves any more; giving up. What the database is waiting for:');
      for (const line of await postgres.asOwner(database, standstill)) say(line);
      return;
    }
    await pause(LOOK_MS, undefined, { signal });
  }
}

interface Progress {
  open: number;
  ended: number;
  outbox: number;
  /** Moves with every attempt. */
  touched: string | null;
}

async function progress(client: Client): Promise<Progress | undefined> {
  const { rows } = await client.query<Progress>(
    `SELECT count(*) FILTER (WHERE state IN ('accepted', 'processing'))::int AS open,
            count(*) FILTER (WHERE state NOT IN ('accepted', 'processing'))::int AS ended,
            (SELECT count(*)::int FROM outbox) AS outbox, max(updated_at)::text AS touched
     FROM inbound_emails`,
  );
  return rows[0];
}

/** Who waits for whom, for the case that processes have locked each other out. */
async function standstill(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `SELECT format('pid %s, %s for %s s, waits for %s %s, blocked by %s: %s', pid, state,
       extract(epoch FROM now() - state_change)::int, wait_event_type, wait_event, pg_blocking_pids(pid),
       left(regexp_replace(query, '\\s+', ' ', 'g'), 160)) AS line
     FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()`,
  );
  return rows.map(({ line }) => line);
}

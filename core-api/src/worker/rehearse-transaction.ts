import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import { Database } from '../db/database.ts';
import { ApiProblem } from '../http/problem.ts';

/** Whoever waits for a row that a rehearsal holds waits this long at most. */
const DEADLINE_MS = 5_000;
/** A rehearsal itself hardly waits: real work goes first. */
const LOCK_TIMEOUT_MS = 300;
const STATEMENT_TIMEOUT_MS = 2_500;

/**
 * Runs `work` against a database in which everything can be done and nothing remains: each of its transactions is a
 * savepoint in an outer one, which is rolled back whatever happens. Its bells ring for nobody. `over` is aborted when
 * nothing counts any more.
 *
 * The outer transaction holds rows, and holds back all readers of the event log (they read below the oldest running
 * transaction). So it has limits that Postgres itself keeps, in case this process does not.
 *
 * @throws ApiProblem not_ready when the limits did not suffice, mostly because real work holds the rows
 */
export async function inVain<T>(
  db: Database,
  work: (stage: Database, over: AbortSignal) => Promise<T>,
  deadlineMs: number = DEADLINE_MS,
): Promise<T> {
  const outer = await db.pool.transaction();
  let limited = false;
  outer.on('query-error', (error: unknown) => {
    limited ||= isLimit(error);
  });
  const over = new AbortController();
  try {
    await limit(outer, deadlineMs);
    const timeout = pause(deadlineMs, 'too late' as const, { signal: over.signal, ref: false });
    const result = await Promise.race([work(new Database(outer), over.signal), timeout]);
    // Code that met a limit may have gone on and called it a failure of the mail.
    if (limited || result === 'too late') throw busy();
    return result as T;
  } catch (error) {
    throw limited ? busy(error) : error;
  } finally {
    over.abort();
    // A statement under way ends by its time limit first. A connection that Postgres has ended has nothing to roll back.
    await outer.rollback().catch(() => undefined);
  }
}

function limit(outer: Knex.Transaction, deadlineMs: number): Promise<unknown> {
  const statementMs = Math.max(STATEMENT_TIMEOUT_MS, deadlineMs / 2);
  return outer.raw(
    `SELECT set_config('lock_timeout', ?, true), set_config('statement_timeout', ?, true),
            set_config('idle_in_transaction_session_timeout', ?, true)`,
    [LOCK_TIMEOUT_MS, statementMs, deadlineMs + statementMs].map((ms) => String(Math.ceil(ms))),
  );
}

/** Lock not available, statement cancelled, session ended for idling. */
function isLimit(error: unknown): boolean {
  return ['55P03', '57014', '25P03'].includes(String((error as { code?: unknown }).code));
}

function busy(cause?: unknown): ApiProblem {
  return new ApiProblem('not_ready', {
    detail: 'The rehearsal was given up, so that it does not stand in the way of real work on the same rows.',
    retryAfter: 5,
    cause,
  });
}

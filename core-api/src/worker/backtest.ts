import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { isDatabaseAway } from '../db/is-away.ts';
import { appendEvent } from '../features/events/append-event.ts';
import { ApiProblem } from '../http/problem.ts';
import { describeError } from '../log/describe-error.ts';
import type { TryVersion } from './backtest-mail.ts';
import { actualOutcome, judge } from './backtest-outcome.ts';

/** A worker that is not heard of for so long has died, and another goes on. */
const LEASE_S = 120;
/** While real mail waits to be worked on, a backtest rests; but not for mail that waits for something else than a worker. */
const REST_S = 2;
/** Tries of one mail on whose rows real work is. */
const MOST_TRIES = 5;

interface Taken {
  id: string;
  tried_id: string;
  active_id: string;
}

interface Item {
  backtest_id: string;
  position: number;
  inbound_id: string;
  verdict: string | null;
}

/**
 * Tries the next mail of the tenant's backtest, if it is due and no other worker has it.
 *
 * @returns false when there is nothing to do
 */
export async function tryNext(db: Database, scope: Scope, tryVersion: TryVersion): Promise<boolean> {
  const taken = await db.withTenant(scope, take);
  if (!taken) return false;
  if (taken.item === null) {
    await db.withTenant(scope, (tx) => finish(tx, taken.backtest));
    return true;
  }
  const found = await tryItem(db, scope, tryVersion, taken.backtest, taken.item.inbound_id);
  await db.withTenant(scope, async (tx) => {
    const { backtest_id, position } = taken.item as Item;
    await tx
      .sql<Item>('backtest_items')
      .where({ backtest_id, position })
      .whereNull('verdict')
      .update(found as never);
    await tx.sql('backtests').where({ id: backtest_id }).update({ next_at: tx.sql.fn.now() });
  });
  return true;
}

/** The lease is a time, not a lock: a transaction that is open while mails are tried would hold back all readers of the log. */
async function take(tx: TenantTx): Promise<{ backtest: Taken; item: Item | null } | null> {
  const { rows } = await tx.sql.raw<{ rows: (Taken & { waits: boolean })[] }>(
    `UPDATE backtests SET next_at = clock_timestamp() + make_interval(secs => CASE WHEN w.waits THEN ?::float8 ELSE ? END)
     FROM (SELECT EXISTS (SELECT FROM inbound_emails WHERE state = 'accepted' AND received_at > now() - interval '2 minutes') AS waits) AS w
     WHERE id = (SELECT id FROM backtests WHERE state = 'running' AND next_at <= now() FOR UPDATE SKIP LOCKED LIMIT 1)
     RETURNING id, tried_id, active_id, w.waits`,
    [REST_S, LEASE_S],
  );
  const [backtest] = rows;
  if (!backtest || backtest.waits) return null;
  const item = await tx
    .sql<Item>('backtest_items')
    .where({ backtest_id: backtest.id })
    .whereNull('verdict')
    .orderBy('position')
    .first('backtest_id', 'position', 'inbound_id');
  return { backtest, item: (item as Item | undefined) ?? null };
}

async function tryItem(
  db: Database,
  scope: Scope,
  tryVersion: TryVersion,
  { tried_id, active_id }: Taken,
  trackingId: string,
): Promise<Record<string, unknown>> {
  const actual = await db.withTenant(scope, (tx) => actualOutcome(tx, trackingId));
  try {
    const today = await patiently(() => tryVersion(scope.tenantId, trackingId, active_id));
    // The active version against itself shows what has changed around it.
    const tried =
      tried_id === active_id
        ? today
        : await patiently(() => tryVersion(scope.tenantId, trackingId, tried_id));
    const verdict = judge(actual, today.outcome, tried.outcome);
    return {
      ...verdict,
      actual: JSON.stringify(actual),
      today: JSON.stringify(today.outcome),
      tried: JSON.stringify(tried.outcome),
      steps: JSON.stringify(tried.steps),
    };
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    // One mail that cannot be tried, whatever is wrong with it, must not hold up the others for ever.
    const reason = error instanceof ApiProblem ? error.message : describeError(error).message;
    return { verdict: 'untried', actual: JSON.stringify(actual), reason: reason.slice(0, 500) };
  }
}

/** Real work on the same rows is over in a moment. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiProblem && error.code === 'not_ready') || tries === MOST_TRIES) throw error;
    }
  }
}

async function finish(tx: TenantTx, { id }: Taken): Promise<void> {
  const ended = await tx
    .sql('backtests')
    .where({ id, state: 'running' })
    .update({ state: 'finished', finished_at: tx.sql.fn.now() });
  if (ended === 0) return;
  const counted = await tx
    .sql('backtest_items')
    .where({ backtest_id: id })
    .groupBy('verdict')
    .select<{ verdict: string; n: number }[]>('verdict', tx.sql.raw('count(*)::int AS n'));
  const verdicts = Object.fromEntries(counted.map(({ verdict, n }) => [verdict, n]));
  await appendEvent(tx, { type: 'backtest.finished', data: { backtest_id: id, verdicts } });
}

/** Rows that one transaction deletes. */
const BATCH = 1000;

/** Deletes backtests that are older than so many days. @returns true while there may be more */
export async function forgetOld(tx: TenantTx, days: number): Promise<boolean> {
  const old = tx
    .sql('backtests')
    .whereRaw('created_at < now() - make_interval(days => ?)', [days])
    .orderBy('created_at')
    .limit(1)
    .select('id');
  const [first] = (await old) as { id: string }[];
  if (!first) return false;
  const { rowCount } = await tx.sql.raw<{ rowCount: number }>(
    `DELETE FROM backtest_items WHERE backtest_id = ? AND position IN (
       SELECT position FROM backtest_items WHERE backtest_id = ? LIMIT ${BATCH})`,
    [first.id, first.id],
  );
  if (rowCount < BATCH) await tx.sql('backtests').where({ id: first.id }).delete();
  return true;
}

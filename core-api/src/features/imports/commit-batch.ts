import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import type { Lease } from './import-lease.ts';
import { takeRows, type Judge, type RowBatch } from './take-rows.ts';

/**
 * Takes a batch, and when the database refuses a row of it for what it holds, everything but that row.
 *
 * @throws LeaseLost, and whatever is no fault of the rows
 */
export async function commitBatch(
  db: Database,
  scope: Scope,
  lease: Lease,
  batch: RowBatch,
  judge: Judge,
): Promise<void> {
  try {
    await db.withTenant(scope, (tx) => takeRows(tx, lease, batch, judge));
  } catch (error) {
    if (!isAboutData(error)) throw error;
    if (batch.rows.length === 1) {
      const rows = batch.rows.map(({ line }) => ({
        line,
        error: 'The row holds something that cannot be stored.',
      }));
      await db.withTenant(scope, (tx) => takeRows(tx, lease, { ...batch, rows }, judge));
      return;
    }
    const half = Math.ceil(batch.rows.length / 2);
    const [before, after] = [batch.rows.slice(0, half), batch.rows.slice(half)];
    await commitBatch(db, scope, lease, { first: batch.first, rows: before }, judge);
    await commitBatch(db, scope, lease, { first: batch.first + half, rows: after }, judge);
  }
}

/** Classes of SQLSTATE: data exception, constraint violation, program limit exceeded. */
function isAboutData(error: unknown): boolean {
  return /^(22|23|54)/.test(String((error as { code?: unknown }).code ?? ''));
}

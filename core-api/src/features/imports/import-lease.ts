import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { ImportRecord } from './import-record.ts';

/** An import is another worker's now, or a person has paused or cancelled it: this run is over, and nothing is wrong. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** The right of one worker to one import, for some seconds at a time. */
export interface Lease {
  id: string;
  entityId: string;
  token: string;
  seconds: number;
}

/**
 * Locks an import that is still ours and lengthens the lease. Everything that a run writes, it writes in a transaction that has
 * begun with this: a worker that was slow, and thought dead, finds its place taken and writes nothing.
 *
 * @throws LeaseLost
 */
export async function holdLease(
  tx: TenantTx,
  lease: Lease,
): Promise<Pick<ImportRecord, 'rows_done' | 'counts'>> {
  const { rows } = await tx.sql.raw<{ rows: Pick<ImportRecord, 'rows_done' | 'counts'>[] }>(
    `UPDATE imports SET leased_until = clock_timestamp() + make_interval(secs => ?)
     WHERE id = ? AND lease_token = ? AND state = 'running' RETURNING rows_done, counts`,
    [lease.seconds, lease.id, lease.token],
  );
  const [row] = rows;
  if (!row) throw new LeaseLost('the import is not ours any more');
  return row;
}

/** Lets another worker have it at once. */
export async function giveBack(db: Database, scope: Scope, lease: Lease): Promise<void> {
  await db.withTenant(scope, (tx) =>
    tx
      .sql('imports')
      .where({ id: lease.id, lease_token: lease.token })
      .update({ lease_token: null, leased_until: tx.sql.raw('clock_timestamp()') }),
  );
}

/** Tells watchers whether the import waits for earlier mail. */
export async function noteWaiting(db: Database, scope: Scope, lease: Lease, waiting: boolean): Promise<void> {
  await db.withTenant(scope, async (tx) => {
    await holdLease(tx, lease);
    await tx
      .sql('imports')
      .where({ id: lease.id })
      .whereNot({ waiting })
      .update({ waiting, revision: tx.sql.raw('revision + 1'), updated_at: tx.sql.fn.now() });
  });
}

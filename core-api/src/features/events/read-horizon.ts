import type { TenantTx } from '../../db/with-tenant.ts';

export interface Horizon {
  /** Every transaction below this number has ended: no event with a smaller xid can appear any more. */
  xid: bigint;
  /** The scope has committed events at or above the horizon. */
  held: boolean;
}

/**
 * Finds how far the log can be read without ever skipping a late commit: up to the oldest running transaction, of whatever
 * tenant and whatever database of the server. It only moves forward, so reading below it in a later statement is safe.
 */
export async function readHorizon(tx: TenantTx): Promise<Horizon> {
  // Not EXISTS: unable to guess how few rows lie there, Postgres would read the whole log; the order leads it to the index.
  const { rows } = await tx.sql.raw<{ rows: { xid: string; held: boolean }[] }>(
    `SELECT pg_snapshot_xmin(now_running) AS xid,
            coalesce((SELECT true FROM events WHERE events.xid >= pg_snapshot_xmin(now_running)
                      ORDER BY events.xid DESC, events.id DESC LIMIT 1), false) AS held
     FROM pg_current_snapshot() AS now_running`,
  );
  const [row] = rows;
  if (!row) throw new Error('Postgres told no snapshot');
  return { xid: BigInt(row.xid), held: row.held };
}

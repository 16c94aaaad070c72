import { newId } from '../db/new-id.ts';
import type { Database } from '../db/database.ts';
import { systemScope, type Scope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';

/** A kind of rows of which each is one process's at a time. */
export interface Leased {
  table: 'mail_accounts' | 'mail_feeds';
  /** Whose rows there are to take. */
  tenants(db: Database): Promise<string[]>;
  sourceSystem: string;
}

/** A lease is renewed when so much of it is left, so that most rounds write nothing. */
const RENEWED_AT = 2 / 3;

/**
 * Takes every row that nobody has, and keeps those that are this holder's already: one process has a row at a time, and when it
 * dies its lease runs out. Returns all that the holder has now, each for `sureOf(leaseMs)` at least.
 */
export async function holdRows<Row>(
  db: Database,
  what: Leased,
  holder: string,
  leaseMs: number,
): Promise<(Row & { tenantId: string })[]> {
  const held: (Row & { tenantId: string })[] = [];
  for (const tenantId of await what.tenants(db)) {
    const rows = await db.withTenant(scopeIn(tenantId, what), async (tx) => {
      await renew(tx, what, holder, leaseMs);
      await claim(tx, what, holder, leaseMs);
      return tx.sql(what.table).where({ lease_holder: holder, enabled: true }).select('*');
    });
    held.push(...rows.map((row) => ({ ...(row as Row), tenantId })));
  }
  return held;
}

/** How long a held row is the holder's without a further word to the database. */
export function sureOf(leaseMs: number): number {
  return leaseMs * RENEWED_AT;
}

/** Waits for a row that somebody is writing to: to skip it would be to lose it. */
async function renew(tx: TenantTx, { table }: Leased, holder: string, leaseMs: number): Promise<void> {
  await tx
    .sql(table)
    .where({ lease_holder: holder, enabled: true })
    .whereRaw('lease_until < now() + make_interval(secs => ?)', [sureOf(leaseMs) / 1000])
    .update({ lease_until: tx.sql.raw('now() + make_interval(secs => ?)', [leaseMs / 1000]) });
}

/** Takes what is free. A row that another process is taking at this moment is left to it. */
async function claim(tx: TenantTx, { table }: Leased, holder: string, leaseMs: number): Promise<void> {
  await tx.sql.raw(
    `UPDATE ${table} SET lease_holder = ?, lease_until = now() + make_interval(secs => ?)
     WHERE id IN (SELECT id FROM ${table}
                  WHERE enabled AND lease_holder IS DISTINCT FROM ? AND (lease_until IS NULL OR lease_until < now())
                  FOR NO KEY UPDATE SKIP LOCKED)`,
    [holder, leaseMs / 1000, holder],
  );
}

/** Lets all rows go, so that other processes need not wait for the leases to run out. */
export async function releaseRows(db: Database, what: Leased, holder: string): Promise<void> {
  for (const tenantId of await what.tenants(db)) {
    await db.withTenant(scopeIn(tenantId, what), (tx) =>
      tx.sql(what.table).where({ lease_holder: holder }).update({ lease_holder: null, lease_until: null }),
    );
  }
}

function scopeIn(tenantId: string, { sourceSystem }: Leased): Scope {
  return systemScope(tenantId, sourceSystem, newId());
}

import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope, type Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { AccountRow } from '../../features/sources/mail-account-rows.ts';

/** An account that a process may read for now. */
export interface HeldAccount extends AccountRow {
  tenantId: string;
}

/** A lease is renewed when so much of it is left, so that most rounds write nothing. */
const RENEWED_AT = 2 / 3;

/**
 * Takes every account that nobody reads, and keeps those that are this holder's already: one process reads an account at a
 * time, and when it dies its lease runs out. Returns all that the holder has now, each for `sureOf(leaseMs)` at least.
 */
export async function holdAccounts(db: Database, holder: string, leaseMs: number): Promise<HeldAccount[]> {
  const held: HeldAccount[] = [];
  for (const tenantId of await db.tenantsWithMailAccounts()) {
    const rows = await db.withTenant(imapScope(tenantId), async (tx) => {
      await renew(tx, holder, leaseMs);
      await claim(tx, holder, leaseMs);
      return tx.sql('mail_accounts').where({ lease_holder: holder, enabled: true }).select<AccountRow[]>('*');
    });
    held.push(...rows.map((row) => ({ ...row, tenantId })));
  }
  return held;
}

/** How long a held account is the holder's without a further word to the database. */
export function sureOf(leaseMs: number): number {
  return leaseMs * RENEWED_AT;
}

/** Waits for a row that somebody is writing to: to skip it would be to lose it. */
async function renew(tx: TenantTx, holder: string, leaseMs: number): Promise<void> {
  await tx
    .sql('mail_accounts')
    .where({ lease_holder: holder, enabled: true })
    .whereRaw('lease_until < now() + make_interval(secs => ?)', [sureOf(leaseMs) / 1000])
    .update({ lease_until: tx.sql.raw('now() + make_interval(secs => ?)', [leaseMs / 1000]) });
}

/** Takes what is free. A row that another process is taking at this moment is left to it. */
async function claim(tx: TenantTx, holder: string, leaseMs: number): Promise<void> {
  await tx.sql.raw(
    `UPDATE mail_accounts SET lease_holder = ?, lease_until = now() + make_interval(secs => ?)
     WHERE id IN (SELECT id FROM mail_accounts
                  WHERE enabled AND lease_holder IS DISTINCT FROM ? AND (lease_until IS NULL OR lease_until < now())
                  FOR NO KEY UPDATE SKIP LOCKED)`,
    [holder, leaseMs / 1000, holder],
  );
}

/** Lets all accounts go, so that other processes need not wait for the leases to run out. */
export async function releaseAccounts(db: Database, holder: string): Promise<void> {
  for (const tenantId of await db.tenantsWithMailAccounts()) {
    await db.withTenant(imapScope(tenantId), (tx) =>
      tx
        .sql('mail_accounts')
        .where({ lease_holder: holder })
        .update({ lease_holder: null, lease_until: null }),
    );
  }
}

function imapScope(tenantId: string): Scope {
  return systemScope(tenantId, 'imap', newId());
}

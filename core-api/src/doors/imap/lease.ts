import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope, type Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { AccountRow } from '../../features/sources/mail-account-rows.ts';
import type { SecretKeeper } from '../../features/sources/sealed-secret.ts';
import type { Account } from './account.ts';
import { writeStatus } from './status.ts';

/**
 * Takes every account that nobody reads, and keeps those that are this holder's already: one process reads an account at a
 * time, and when it dies its lease runs out. Returns all that the holder has now.
 */
export async function holdAccounts(
  deps: { db: Database; keeper: SecretKeeper },
  holder: string,
  leaseMs: number,
): Promise<Account[]> {
  const held: Account[] = [];
  for (const tenantId of await deps.db.tenantsWithMailAccounts()) {
    const rows = await deps.db.withTenant(imapScope(tenantId), async (tx) => [
      ...(await renew(tx, holder, leaseMs)),
      ...(await claim(tx, holder, leaseMs)),
    ]);
    for (const row of rows) held.push(...(await opened(deps, tenantId, row)));
  }
  return held;
}

/** An account whose password is lost must not keep the others from being read. */
async function opened(
  { db, keeper }: { db: Database; keeper: SecretKeeper },
  tenantId: string,
  { password_sealed, ...row }: AccountRow,
): Promise<Account[]> {
  try {
    return [{ ...row, tenantId, password: keeper.unseal(tenantId, row.id, password_sealed) }];
  } catch {
    const last_error = 'Its password cannot be opened with the present key. Give it again.';
    await writeStatus(db, { id: row.id, tenantId, revision: row.revision }, { last_error }, false);
    return [];
  }
}

/** Keeps what the holder has. It waits for a row that somebody is writing to: to skip it would be to lose it. */
function renew(tx: TenantTx, holder: string, leaseMs: number): Promise<AccountRow[]> {
  return tx
    .sql('mail_accounts')
    .where({ lease_holder: holder, enabled: true })
    .update({ lease_until: tx.sql.raw('now() + make_interval(secs => ?)', [leaseMs / 1000]) })
    .returning<AccountRow[]>('*');
}

/** Takes what is free. A row that another process is taking at this moment is left to it. */
async function claim(tx: TenantTx, holder: string, leaseMs: number): Promise<AccountRow[]> {
  const { rows } = await tx.sql.raw<{ rows: AccountRow[] }>(
    `UPDATE mail_accounts SET lease_holder = ?, lease_until = now() + make_interval(secs => ?)
     WHERE id IN (SELECT id FROM mail_accounts
                  WHERE enabled AND lease_holder IS DISTINCT FROM ? AND (lease_until IS NULL OR lease_until < now())
                  FOR NO KEY UPDATE SKIP LOCKED)
     RETURNING *`,
    [holder, leaseMs / 1000, holder],
  );
  return rows;
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

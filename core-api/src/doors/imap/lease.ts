import type { Database } from '../../db/database.ts';
import type { AccountRow } from '../../features/sources/mail-account-rows.ts';
import { holdRows, releaseRows, type Leased } from '../lease.ts';

/** An account that a process may read for now. */
export interface HeldAccount extends AccountRow {
  tenantId: string;
}

const ACCOUNTS: Leased = {
  table: 'mail_accounts',
  tenants: (db) => db.tenantsWithMailAccounts(),
  sourceSystem: 'imap',
};

/** The accounts that this holder may read now, see `holdRows`. */
export function holdAccounts(db: Database, holder: string, leaseMs: number): Promise<HeldAccount[]> {
  return holdRows<AccountRow>(db, ACCOUNTS, holder, leaseMs);
}

export function releaseAccounts(db: Database, holder: string): Promise<void> {
  return releaseRows(db, ACCOUNTS, holder);
}

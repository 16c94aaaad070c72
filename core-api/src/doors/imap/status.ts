import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import type { Account } from './account.ts';

interface Status {
  /** Null when all is well. */
  last_error?: string | null;
  notice?: string;
}

/** Writes how an account is doing, for people. Settings that were changed meanwhile have begun a status of their own. */
export async function writeStatus(
  db: Database,
  account: Pick<Account, 'id' | 'tenantId' | 'revision'>,
  status: Status,
  alive: boolean,
): Promise<void> {
  await db.withTenant(systemScope(account.tenantId, 'imap', newId()), (tx) =>
    tx
      .sql('mail_accounts')
      .where({ id: account.id, revision: account.revision })
      .update({ ...status, ...(alive ? { heartbeat_at: tx.sql.fn.now() } : {}) }),
  );
}

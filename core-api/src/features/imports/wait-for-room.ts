import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';

/**
 * Mails of a tenant that may be unfinished while an import goes on. So few that a mail which a customer writes meanwhile is
 * worked on within seconds, and enough to keep the workers busy until the next batch.
 */
export const MOST_UNFINISHED = 500;
const LOOK_MS = 200;

/**
 * Resolves to true as soon as there is room for a batch, to false when there was none for `patienceMs`.
 *
 * @param onWait called when it has to wait at all
 */
export async function waitForRoom(
  db: Database,
  tenantId: string,
  { patienceMs, signal, onWait }: { patienceMs: number; signal: AbortSignal; onWait: () => Promise<void> },
): Promise<boolean> {
  if (await hasRoom(db, tenantId)) return true;
  await onWait();
  for (const until = Date.now() + patienceMs; Date.now() < until;) {
    await pause(LOOK_MS, undefined, { signal });
    if (await hasRoom(db, tenantId)) return true;
  }
  return false;
}

async function hasRoom(db: Database, tenantId: string): Promise<boolean> {
  const scope = systemScope(tenantId, 'import', 'import-pace');
  const { rows } = await db.withTenant(scope, (tx) =>
    tx.sql.raw<{ rows: { count: number }[] }>(
      `SELECT count(*) FROM (
         SELECT FROM inbound_emails WHERE tenant_id = ? AND state IN ('accepted', 'processing') LIMIT ?
       ) AS unfinished`,
      [tenantId, MOST_UNFINISHED],
    ),
  );
  return (rows[0]?.count ?? 0) < MOST_UNFINISHED;
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import type { ImportPace } from './import-pace.ts';

const LOOK_MS = 50;

interface Waiting {
  db: Database;
  pace: Pick<ImportPace, 'mostUnfinished' | 'patienceMs'>;
}

/**
 * Resolves to true as soon as there is room for a batch, to false when there was none for as long as its patience lasts.
 *
 * @param onWait called when it has to wait at all
 */
export async function waitForRoom(
  { db, pace }: Waiting,
  tenantId: string,
  { signal, onWait }: { signal: AbortSignal; onWait: () => Promise<void> },
): Promise<boolean> {
  if (await hasRoom(db, tenantId, pace.mostUnfinished)) return true;
  await onWait();
  for (const until = Date.now() + pace.patienceMs; Date.now() < until;) {
    await pause(LOOK_MS, undefined, { signal });
    if (await hasRoom(db, tenantId, pace.mostUnfinished)) return true;
  }
  return false;
}

async function hasRoom(db: Database, tenantId: string, most: number): Promise<boolean> {
  if (most === Infinity) return true;
  const scope = systemScope(tenantId, 'import', 'import-pace');
  const { rows } = await db.withTenant(scope, (tx) =>
    tx.sql.raw<{ rows: { count: number }[] }>(
      `SELECT count(*) FROM (
         SELECT FROM inbound_emails WHERE tenant_id = ? AND state IN ('accepted', 'processing') LIMIT ?
       ) AS unfinished`,
      [tenantId, most],
    ),
  );
  return (rows[0]?.count ?? 0) < most;
}

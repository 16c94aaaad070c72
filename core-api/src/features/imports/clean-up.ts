import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvent } from '../events/append-event.ts';
import { deleteFile } from './file-chunks.ts';
import type { ImportRecord } from './import-record.ts';

export interface Retention {
  /** Days that the file of an import that has ended is kept. */
  fileDays: number;
  /** Days after which an import that nobody goes on with is cancelled. */
  idleDays: number;
  /** Days that the results of single rows are kept; the sums stay. */
  rowDays: number;
}

const AT_ONCE = 50;

/** Deletes what has had its time, of every tenant. */
export async function cleanUpImports(db: Database, retention: Retention): Promise<void> {
  for (const tenant of await db.tenants()) {
    const scope = systemScope(tenant.id, 'import', newId());
    await db.withTenant(scope, (tx) => deleteOldFiles(tx, retention.fileDays));
    await db.withTenant(scope, (tx) => cancelIdle(tx, retention.idleDays));
    await db.withTenant(scope, (tx) => deleteOldRows(tx, retention.rowDays));
  }
}

async function deleteOldFiles(tx: TenantTx, days: number): Promise<void> {
  const ids = await tx
    .sql<ImportRecord>('imports')
    .where('state', 'done')
    .whereNull('file_deleted_at')
    .whereRaw('finished_at < now() - make_interval(days => ?)', [days])
    .limit(AT_ONCE)
    .pluck('id');
  for (const id of ids) await deleteFile(tx, id);
}

async function cancelIdle(tx: TenantTx, days: number): Promise<void> {
  const idle = await tx
    .sql<ImportRecord>('imports')
    .whereIn('state', ['uploaded', 'mapped', 'paused', 'failed'])
    .whereRaw('updated_at < now() - make_interval(days => ?)', [days])
    .forUpdate()
    .limit(AT_ONCE)
    .select('id', 'entity_id');
  for (const { id, entity_id } of idle) {
    const reason = `Nobody went on with it for ${days} days.`;
    await tx
      .sql('imports')
      .where({ id })
      .update({
        state: 'cancelled',
        reason,
        finished_at: tx.sql.fn.now(),
        revision: tx.sql.raw('revision + 1'),
      });
    await deleteFile(tx, id);
    await appendEvent(tx, { type: 'import.cancelled', entityId: entity_id, data: { import_id: id, reason } });
  }
}

async function deleteOldRows(tx: TenantTx, days: number): Promise<void> {
  await tx.sql.raw(
    `DELETE FROM import_rows r USING imports i
     WHERE i.tenant_id = r.tenant_id AND i.id = r.import_id AND i.finished_at < now() - make_interval(days => ?)`,
    [days],
  );
}

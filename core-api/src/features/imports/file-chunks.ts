import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { Inspection } from '../../imports/reader-protocol.ts';

const CHUNK = 1024 * 1024;
const NOTHING_LEFT: Inspection = { sheets: [], delimiter: null, encoding: null, mails: [], mail_count: 0 };

/** Stores a file in pieces that a statement can carry. */
export async function storeFile(
  tx: TenantTx,
  { id, entityId }: { id: string; entityId: string },
  file: Buffer,
): Promise<void> {
  for (let position = 0; position * CHUNK < file.length; position += 1) {
    await tx.sql('import_chunks').insert({
      tenant_id: tx.scope.tenantId,
      entity_id: entityId,
      import_id: id,
      position,
      content: file.subarray(position * CHUNK, (position + 1) * CHUNK),
    });
  }
}

/**
 * Reads a stored file piece by piece, each in a transaction of its own: a slow reader must not hold one open.
 *
 * @throws Error when it is not all there: what is missing must never be taken for rows that were not
 */
export async function* loadFile(
  db: Database,
  scope: Scope,
  { id, size }: { id: string; size: number },
): AsyncGenerator<Buffer> {
  let left = size;
  for (let position = 0; left > 0; position += 1) {
    const chunk = await db.withTenant(scope, (tx) =>
      tx
        .sql<{ import_id: string; position: number; content: Buffer }>('import_chunks')
        .where({ import_id: id, position })
        .first('content'),
    );
    if (!chunk) throw new Error('the stored file of an import is not all there');
    left -= chunk.content.length;
    yield chunk.content;
  }
}

/** Deletes a file and what was kept of its content for the preview. */
export async function deleteFile(tx: TenantTx, id: string): Promise<void> {
  await tx.sql('import_chunks').where({ import_id: id }).delete();
  await tx
    .sql('imports')
    .where({ id })
    .update({ file_deleted_at: tx.sql.fn.now(), inspection: JSON.stringify(NOTHING_LEFT) });
}

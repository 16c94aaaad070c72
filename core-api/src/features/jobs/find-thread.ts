import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';

/**
 * Finds the thread that any of the keys belongs to, or opens one, and makes the thread known by all of them.
 *
 * A mail brings its ancestors' keys along, so a reply that arrives before the mail it answers opens the thread and the
 * answered mail joins it. Two mails of a thread in the same instant meet on the primary key of thread_keys: the later
 * one waits, loses, and joins.
 *
 * @param keys own key first, then ancestors, nearest first
 * @returns the thread's id, and whether this call has opened it
 */
export async function findThread(
  tx: TenantTx,
  entityId: string,
  keys: readonly Buffer[],
): Promise<{ id: string; opened: boolean }> {
  const known = await nearestThread(tx, entityId, keys);
  if (known === null) {
    const opened = await openThread(tx, entityId, keys);
    if (opened !== null) return { id: opened, opened: true };
  }
  const id = known ?? (await nearestThread(tx, entityId, keys));
  if (id === null) throw new Error('a thread key vanished, though keys are never deleted');
  await insertKeys(tx, entityId, id, keys);
  return { id, opened: false };
}

async function nearestThread(
  tx: TenantTx,
  entityId: string,
  keys: readonly Buffer[],
): Promise<string | null> {
  const { rows } = await tx.sql.raw<{ rows: { thread_id: string }[] }>(
    `SELECT thread_id FROM thread_keys WHERE entity_id = ? AND key_hash = ANY (?::bytea[])
     ORDER BY array_position(?::bytea[], key_hash) LIMIT 1`,
    [entityId, keys, keys] as never,
  );
  return rows[0]?.thread_id ?? null;
}

/** Null when another transaction opened it first. */
async function openThread(tx: TenantTx, entityId: string, keys: readonly Buffer[]): Promise<string | null> {
  const id = newId();
  await tx.sql.raw('SAVEPOINT open_thread');
  await tx.sql.raw('INSERT INTO threads (id, tenant_id, entity_id) VALUES (?, ?, ?)', [
    id,
    tx.scope.tenantId,
    entityId,
  ]);
  if ((await insertKeys(tx, entityId, id, keys)) === keys.length) return id;
  await tx.sql.raw('ROLLBACK TO SAVEPOINT open_thread');
  return null;
}

async function insertKeys(
  tx: TenantTx,
  entityId: string,
  threadId: string,
  keys: readonly Buffer[],
): Promise<number> {
  // In one order everywhere: two transactions that wait for each other's keys would deadlock.
  const ordered = [...keys].sort(Buffer.compare);
  const { rowCount } = await tx.sql.raw<{ rowCount: number }>(
    `INSERT INTO thread_keys (tenant_id, entity_id, key_hash, thread_id)
     SELECT ?, ?, key, ? FROM unnest(?::bytea[]) AS key ON CONFLICT (tenant_id, entity_id, key_hash) DO NOTHING`,
    [tx.scope.tenantId, entityId, threadId, ordered] as never,
  );
  return rowCount;
}

import type { TenantTx } from '../db/with-tenant.ts';
import { appendEvent } from '../features/events/append-event.ts';

/** Writes down that a dead letter's mail has had an outcome after all. */
export async function resolve(
  tx: TenantTx,
  letter: { id: string; entityId: string; inboundId: string; createdBy: string },
  reason: string,
): Promise<void> {
  const changed = await tx
    .sql('sync_errors')
    .where({ id: letter.id })
    .whereIn('status', ['open', 'redriven'])
    .update({
      status: 'resolved',
      version: tx.sql.raw('version + 1'),
      settled_by: letter.createdBy,
      settled_at: tx.sql.fn.now(),
      settled_reason: reason,
    });
  if (changed === 0) return;
  await appendEvent(tx, {
    type: 'dead_letter.resolved',
    entityId: letter.entityId,
    inboundId: letter.inboundId,
    data: { sync_error_id: letter.id, reason },
  });
}

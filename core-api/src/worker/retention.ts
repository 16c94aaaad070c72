import type { TenantTx } from '../db/with-tenant.ts';
import { appendEvent } from '../features/events/append-event.ts';

/** Rows that one transaction empties. */
const BATCH = 200;

/**
 * Destroys the kept mails, and their edits, of dead letters that were settled more than `days` ago. The rows stay: what failed,
 * when, and what was done about it is no mail.
 *
 * @returns how many; call again while it is more than 0
 */
export async function destroyPayloads(tx: TenantTx, days: number): Promise<number> {
  const { rows } = await tx.sql.raw<{ rows: { inbound_id: string }[] }>(
    `UPDATE sync_errors SET payload_sealed = NULL, payload_key = NULL, payload_key_id = NULL, payload_destroyed_at = now()
     WHERE id IN (
       SELECT id FROM sync_errors
       WHERE payload_sealed IS NOT NULL AND status IN ('resolved', 'discarded') AND settled_at < now() - make_interval(days => ?)
       ORDER BY settled_at LIMIT ? FOR UPDATE SKIP LOCKED
     )
     RETURNING inbound_id`,
    [days, BATCH],
  );
  if (rows.length === 0) return 0;
  const edits = await tx
    .sql('mail_repairs')
    .whereIn(
      'inbound_id',
      rows.map((row) => row.inbound_id),
    )
    .delete();
  await appendEvent(tx, {
    type: 'dead_letter.payloads_destroyed',
    data: { mails: rows.length, edits, days },
  });
  return rows.length;
}

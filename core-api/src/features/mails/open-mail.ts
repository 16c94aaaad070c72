import type { InboundState } from '@pebble/contract/ingestion';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent } from '../events/append-event.ts';
import { EMAIL_QUEUE } from '../ingestion/accept-batch.ts';
import type { ReceivedRow } from './received-mail.ts';

/**
 * Sends an ignored mail through its flow after all, past the noise rules. It has kept its claim, so a copy is still a copy.
 *
 * @returns the state that the mail has now
 * @throws ApiProblem not_found, or not_ignored when the mail had another outcome
 */
export async function openIgnored(tx: TenantTx, trackingId: string): Promise<InboundState> {
  const row = await tx
    .sql<ReceivedRow>('inbound_emails')
    .where({ id: trackingId })
    .forUpdate()
    .first('state', 'opened_at', 'entity_id', 'noise_kind');
  if (!row) throw new ApiProblem('not_found');
  if (row.state !== 'ignored') {
    if (row.opened_at === null) throw new ApiProblem('not_ignored');
    tx.unchanged = true;
    return row.state;
  }
  await tx.sql('inbound_emails').where({ id: trackingId }).update({
    state: 'accepted',
    attempts: 0,
    reason: null,
    noise_kind: null,
    about_card_id: null,
    opened_at: tx.sql.fn.now(),
    updated_at: tx.sql.fn.now(),
  });
  // Not by the mail's own id, by which a queue may remember the job that ended it.
  await tx.sql.raw(
    `INSERT INTO outbox (id, tenant_id, entity_id, queue, job) VALUES (gen_random_uuid(), ?, ?, ?, ?)`,
    [tx.scope.tenantId, row.entity_id, EMAIL_QUEUE, JSON.stringify({ tracking_id: trackingId })],
  );
  tx.queued = true;
  await appendEvent(tx, {
    type: 'mail.opened',
    entityId: row.entity_id,
    inboundId: trackingId,
    data: { noise_kind: row.noise_kind },
  });
  return 'accepted';
}

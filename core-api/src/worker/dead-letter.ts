import { newId } from '../db/new-id.ts';
import { seal } from '../crypto/sealed-box.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { appendEvent } from '../features/events/append-event.ts';
import { FINAL_STATES, finishInbound, lockInbound } from '../features/jobs/inbound-mail.ts';
import type { ErrorDescription } from '../log/describe-error.ts';

export const DEAD_LETTER_QUEUE = 'email_dlq';

/**
 * Buries a mail that could not be processed: a SyncError with traceback and sealed payload for a person to repair, the state
 * that the sender's system sees, the event, and an entry in the dead-letter queue. A mail that has ended otherwise
 * meanwhile is left alone.
 */
export async function bury(
  tx: TenantTx,
  masterKey: Buffer,
  trackingId: string,
  attempts: number,
  error: ErrorDescription,
): Promise<void> {
  const inbound = await lockInbound(tx, trackingId);
  if (FINAL_STATES.includes(inbound.state)) return;
  const row = await tx
    .sql<{ id: string; format: string; raw: Buffer }>('inbound_emails')
    .where({ id: trackingId })
    .first('format', 'raw');
  await tx.sql('sync_errors').insert({
    id: newId(),
    tenant_id: inbound.tenant_id,
    entity_id: inbound.entity_id,
    inbound_id: inbound.id,
    error_class: error.errorClass,
    message: error.message,
    traceback: error.traceback,
    attempts,
    payload_format: row?.format,
    payload_bytes: row?.raw.byteLength,
    payload_sealed: seal(masterKey, sealContext(inbound.tenant_id, inbound.id), row?.raw ?? Buffer.alloc(0)),
  });
  // An attempt that failed before it had the mail was rolled back with its count.
  await tx
    .sql('inbound_emails')
    .where({ id: trackingId })
    .update({ attempts: Math.max(inbound.attempts, attempts) });
  await finishInbound(tx, inbound, { state: 'dead', reason: `${error.errorClass}: ${error.message}` });
  await appendEvent(tx, {
    type: 'mail.dead',
    entityId: inbound.entity_id,
    inboundId: inbound.id,
    data: { error_class: error.errorClass, attempts },
  });
  await tx.sql('outbox').insert({
    id: newId(),
    tenant_id: inbound.tenant_id,
    entity_id: inbound.entity_id,
    queue: DEAD_LETTER_QUEUE,
    job: JSON.stringify({ tracking_id: inbound.id }),
  });
  tx.queued = true;
}

/** What a SyncError's payload is bound to. */
export function sealContext(tenantId: string, trackingId: string): string {
  return `sync_errors/${tenantId}/${trackingId}`;
}

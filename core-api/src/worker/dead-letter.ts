import { deadPayload } from '../crypto/contexts.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { newId } from '../db/new-id.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { appendEvent } from '../features/events/append-event.ts';
import { FINAL_STATES, finishInbound, lockInbound, type InboundMail } from '../features/jobs/inbound-mail.ts';
import { acceptedPayload } from '../features/jobs/mail-store.ts';
import type { CauseOfDeath } from './cause-of-death.ts';

export const DEAD_LETTER_QUEUE = 'email_dlq';

/** So many of a mail's deaths are kept with their tracebacks, the last ones. */
export const DEATHS_KEPT = 10;

/**
 * Buries a mail that could not be processed: a SyncError with traceback and sealed payload for a person to repair, the state
 * that the sender's system sees, the event, and an entry in the dead-letter queue. A mail that dies again after it was
 * redriven keeps its SyncError. A mail that has ended otherwise meanwhile is left alone.
 */
export async function bury(
  tx: TenantTx,
  keyRing: KeyRing,
  trackingId: string,
  attempts: number,
  cause: CauseOfDeath,
): Promise<void> {
  // Always the mail first, then its SyncError: redriving takes them in the same order.
  const inbound = await lockInbound(tx, trackingId);
  if (FINAL_STATES.includes(inbound.state)) return;
  const { id, deaths } = await writeSyncError(tx, keyRing, inbound, { attempts, ...cause });
  await keepDeath(tx, inbound, { id, deaths, attempts, ...cause });
  // An attempt that failed before it had the mail was rolled back with its count.
  await tx
    .sql('inbound_emails')
    .where({ id: trackingId })
    .update({ attempts: Math.max(inbound.attempts, attempts) });
  const { errorClass, message, step, fingerprint } = cause;
  await finishInbound(tx, inbound, { state: 'dead', reason: `${errorClass}: ${message}` });
  await appendEvent(tx, {
    type: 'mail.dead',
    entityId: inbound.entity_id,
    inboundId: inbound.id,
    data: { sync_error_id: id, error_class: errorClass, step, fingerprint, attempts, deaths },
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

type Death = CauseOfDeath & { attempts: number };

async function writeSyncError(
  tx: TenantTx,
  keyRing: KeyRing,
  inbound: InboundMail,
  { errorClass, message, traceback, step, fingerprint, attempts }: Death,
): Promise<{ id: string; deaths: number }> {
  const told = { error_class: errorClass, message, traceback, step, fingerprint, attempts };
  const [again] = await tx
    .sql('sync_errors')
    .where({ inbound_id: inbound.id })
    .update({
      ...told,
      ...{ status: 'open', settled_by: null, settled_at: null, settled_reason: null },
      deaths: tx.sql.raw('deaths + 1'),
      version: tx.sql.raw('version + 1'),
      last_died_at: tx.sql.fn.now(),
    })
    .returning<{ id: string; deaths: number }[]>(['id', 'deaths']);
  if (again) return again;
  const { format, bytes } = await acceptedPayload(tx, inbound.id);
  const sealed = keyRing.seal(deadPayload(inbound.tenant_id, inbound.id), bytes);
  const id = newId();
  await tx.sql('sync_errors').insert({
    ...told,
    id,
    tenant_id: inbound.tenant_id,
    entity_id: inbound.entity_id,
    inbound_id: inbound.id,
    payload_format: format,
    payload_bytes: bytes.byteLength,
    payload_sealed: sealed.box,
    payload_key: sealed.key,
    payload_key_id: keyRing.current,
  });
  return { id, deaths: 1 };
}

async function keepDeath(
  tx: TenantTx,
  inbound: InboundMail,
  death: Death & { id: string; deaths: number },
): Promise<void> {
  await tx.sql('sync_error_deaths').insert({
    tenant_id: inbound.tenant_id,
    entity_id: inbound.entity_id,
    sync_error_id: death.id,
    number: death.deaths,
    attempts: death.attempts,
    fingerprint: death.fingerprint,
    error_class: death.errorClass,
    step: death.step,
    message: death.message,
    traceback: death.traceback,
  });
  const outdated = death.deaths - DEATHS_KEPT;
  if (outdated > 0) {
    await tx
      .sql('sync_error_deaths')
      .where({ sync_error_id: death.id })
      .where('number', '<=', outdated)
      .delete();
  }
}

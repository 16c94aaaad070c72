import { newId } from '../db/new-id.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { appendEvent } from '../features/events/append-event.ts';
import { EMAIL_QUEUE } from '../features/ingestion/accept-batch.ts';
import { claim } from '../features/jobs/claim-mail.ts';
import { end } from '../features/jobs/end-mail.ts';
import { FINAL_STATES, lockInbound, type InboundMail } from '../features/jobs/inbound-mail.ts';
import { parsePayload } from '../features/jobs/mail-payload.ts';
import { acceptedPayload } from '../features/jobs/mail-store.ts';
import { resolve } from './redrive-resolve.ts';

export type Revival = { sent: true; edited: boolean; deaths: number } | { sent: false; reason: string };

interface Letter {
  id: string;
  inbound_id: string;
  status: 'open' | 'redriven' | 'resolved' | 'discarded';
  deaths: number;
  settled_reason: string | null;
}

/**
 * Sends a dead mail through the flow again, in its repaired form if it has one. Doing so twice, also at the same time, sends
 * it once: the second finds it not open any more. A mail that has had another outcome meanwhile is left alone.
 */
export async function revive(
  tx: TenantTx,
  syncErrorId: string,
  redrive: { id: string; createdBy: string },
): Promise<Revival> {
  const letters = () => tx.sql<Letter>('sync_errors').where({ id: syncErrorId });
  const seen = await letters().first('inbound_id');
  if (!seen) return { sent: false, reason: 'It is not there any more.' };
  const inbound = await lockInbound(tx, seen.inbound_id);
  const letter = await letters().forUpdate().first();
  if (letter?.status !== 'open') return { sent: false, reason: whyNot(letter) };
  const { createdBy } = redrive;
  const about = { id: letter.id, entityId: inbound.entity_id, inboundId: inbound.id, createdBy };
  if (inbound.state !== 'dead') {
    const reason = `Its mail is "${inbound.state}" meanwhile.`;
    if (FINAL_STATES.includes(inbound.state)) await resolve(tx, about, reason);
    return { sent: false, reason };
  }
  const repair = await backToWork(tx, inbound.id);
  if (repair > 0 && (await endsAsCopy(tx, inbound))) {
    const reason =
      'A copy of the original mail has had its effect meanwhile, so the repaired one would be a second.';
    await resolve(tx, about, reason);
    return { sent: false, reason };
  }
  await send(tx, inbound, letter, redrive.id, repair);
  return { sent: true, edited: repair > 0, deaths: letter.deaths };
}

function whyNot(letter: Letter | undefined): string {
  if (letter?.status === 'discarded')
    return `It was discarded: ${letter.settled_reason ?? 'no reason given'}`;
  if (letter?.status === 'redriven') return 'It is on its way already, by another redrive.';
  return 'It has been resolved meanwhile.';
}

/** Undoes the death of a mail. Returns which form of it counts from now on: 0 for the original, else the repair's version. */
export async function backToWork(tx: TenantTx, trackingId: string): Promise<number> {
  const repaired = await tx
    .sql<{ inbound_id: string; version: number }>('mail_repairs')
    .where({ inbound_id: trackingId })
    .first('version');
  const repair = repaired?.version ?? 0;
  await tx.sql('inbound_emails').where({ id: trackingId }).update({
    state: 'accepted',
    attempts: 0,
    reason: null,
    retry_at: null,
    repair,
    updated_at: tx.sql.fn.now(),
  });
  return repair;
}

/**
 * A repaired mail still stands for the one that came. If an edit changes the Message-ID, the mail must not escape its own copies:
 * it claims the original's key as well, before it is processed under its new one. True when a copy has that already;
 * then the mail has ended as a duplicate.
 */
export async function endsAsCopy(tx: TenantTx, inbound: InboundMail): Promise<boolean> {
  // An original that cannot be read has no key, and so has never had a copy that counts.
  const payload = await acceptedPayload(tx, inbound.id);
  const original = await parsePayload(payload).catch(() => null);
  if (!original || (await claim(tx, inbound, original)).outcome === 'new') return false;
  const reason = 'A copy of the original mail was processed before the repaired one.';
  await end(tx, { ...inbound, state: 'accepted' }, original, { state: 'duplicate', reason });
  return true;
}

async function send(
  tx: TenantTx,
  inbound: InboundMail,
  letter: Letter,
  redriveId: string,
  repair: number,
): Promise<void> {
  await tx
    .sql('sync_errors')
    .where({ id: letter.id })
    .update({ status: 'redriven', version: tx.sql.raw('version + 1') });
  // Under a new id, not under the mail's own as usual: the queue may still be putting away the job that has just died, and
  // would take this one for a repeat of it.
  await tx.sql('outbox').insert({
    id: newId(),
    tenant_id: inbound.tenant_id,
    entity_id: inbound.entity_id,
    queue: EMAIL_QUEUE,
    job: JSON.stringify({ tracking_id: inbound.id }),
    correlation_id: inbound.correlation_id,
  });
  tx.queued = true;
  await appendEvent(tx, {
    type: 'dead_letter.redriven',
    entityId: inbound.entity_id,
    inboundId: inbound.id,
    data: { sync_error_id: letter.id, redrive_id: redriveId, edited: repair > 0, deaths: letter.deaths },
  });
}

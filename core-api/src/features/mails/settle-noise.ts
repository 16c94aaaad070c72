import type { TenantTx } from '../../db/with-tenant.ts';
import { reportOf } from '../../mail/noise-report.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { appendEvent } from '../events/append-event.ts';
import { claim } from '../jobs/claim-mail.ts';
import type { InboundMail } from '../jobs/inbound-mail.ts';
import { countLooped } from '../senders/mail-loops.ts';
import { judgeNoise, type Judgement } from './judge-noise.ts';

/**
 * Ends a mail that no person wrote, before any flow sees it. It keeps its raw bytes and its place in the list of received
 * mail, and it is claimed, so that a copy of it is a copy. Returns false for mail that goes its way.
 */
export async function endedAsNoise(tx: TenantTx, inbound: InboundMail, mail: ParsedMail): Promise<boolean> {
  const judgement = await judgeNoise(tx, inbound, mail);
  if (!judgement) return false;
  const { outcome } = await claim(tx, inbound, mail);
  // The flow ends copies, as it does with any mail.
  if (outcome === 'duplicate') return false;
  const { kind, reason, aboutCardId } = judgement;
  await tx.sql('inbound_emails').where({ id: inbound.id }).update({
    state: 'ignored',
    reason,
    noise_kind: kind,
    about_card_id: aboutCardId,
    updated_at: tx.sql.fn.now(),
  });
  await tell(tx, inbound, mail, judgement);
  return true;
}

async function tell(
  tx: TenantTx,
  inbound: InboundMail,
  mail: ParsedMail,
  { kind, reason, aboutCardId, facts }: Judgement,
): Promise<void> {
  const { id: inboundId, entity_id: entityId } = inbound;
  // A loop would fill the history of its card, and a bounce has an event of its own there.
  const cardId = kind === 'loop' || kind === 'bounce' ? null : aboutCardId;
  await appendEvent(tx, { type: 'mail.ignored', entityId, inboundId, cardId, data: { kind, reason } });
  if (kind === 'bounce' && aboutCardId) {
    const status = reportOf(mail)?.status ?? null;
    const data = { reason, status };
    await appendEvent(tx, { type: 'mail.bounced', entityId, inboundId, cardId: aboutCardId, data });
  }
  if (kind !== 'loop' || facts.loopKey === null) return;
  const { window_minutes } = facts.rules.loopGuard;
  const looped = {
    loopKey: facts.loopKey,
    fromAddress: mail.fromAddress.slice(0, 1000),
    subject: mail.subject.slice(0, 500),
    receivedAt: inbound.received_at,
  };
  const { id: loop_id, first } = await countLooped(tx, looped, window_minutes);
  if (!first) return;
  await appendEvent(tx, { type: 'mail.loop_detected', entityId, inboundId, data: { reason, loop_id } });
}

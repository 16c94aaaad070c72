import type { Body, ReplyInput } from '@pebble/contract/endpoint';
import type { EventType } from '@pebble/contract/event-types';
import type { placeMail } from '@pebble/contract/jobs';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { threadEvidence } from '../../mail/thread-evidence.ts';
import { appendEvent } from '../events/append-event.ts';
import { appendToCard, createCard, type CardPlace } from './card-of-thread.ts';
import { ensureClaim } from './claim-mail.ts';
import { findThread, type FoundThread, type Seeker } from './find-thread.ts';
import { finishInbound, FINAL_STATES, type InboundMail } from './inbound-mail.ts';
import { insertEmail } from './insert-email.ts';
import { lockCard, type LockedCard } from './lock-card.ts';
import { mergeCards } from './merge-cards.ts';

type Decision = Body<typeof placeMail>;
type Placed = ReplyInput<typeof placeMail>;

/**
 * The effect of a mail: a new card for a new thread, otherwise one more mail on the thread's card. Everything happens in
 * one transaction, and a repeat of the call answers what the first one did.
 *
 * @param claimed true when the mail is known to have its one effect
 * @throws ApiProblem job_closed when the mail has ended otherwise, or when another copy of it has the effect
 */
export async function place(
  tx: TenantTx,
  { inbound, mail, claimed }: { inbound: InboundMail; mail: ParsedMail; claimed: boolean },
  decision: Decision,
): Promise<Placed> {
  if (inbound.state === 'done' && inbound.card_id) return repeatAnswer(tx, inbound.id, inbound.card_id);
  if (FINAL_STATES.includes(inbound.state)) {
    throw new ApiProblem('job_closed', { detail: `The mail has ended as "${inbound.state}".` });
  }
  // Also when a flow forgot to ask: no flow can give one mail two effects.
  if (!claimed && (await ensureClaim(tx, inbound, mail)).outcome === 'duplicate') {
    throw new ApiProblem('job_closed', { detail: 'Another copy of this mail has its effect.' });
  }
  const seeker = { inbound, mail, evidence: threadEvidence(mail) };
  const thread = await findThread(tx, seeker);
  const existing = await cardOf(tx, seeker, thread);
  const card = existing
    ? await appendToCard(tx, existing, inbound, mail)
    : await createCard(tx, {
        threadId: thread.id,
        inbound,
        mail,
        subject: seeker.evidence.subject,
        decision,
      });
  // Sent together: none needs the answer of another.
  await Promise.all([
    insertEmail(tx, inbound, mail, card.id),
    finishInbound(tx, inbound, { state: 'done', cardId: card.id }),
    tell(tx, inbound, card, decision),
  ]);
  return { card_id: card.id, action: card.action, board: card.board, column: card.column };
}

/** The card that the mail goes to, locked; null when it is the first of its thread. */
async function cardOf(tx: TenantTx, seeker: Seeker, { cards }: FoundThread): Promise<LockedCard | null> {
  const [only, ...others] = cards;
  if (only === undefined) return null;
  return others.length === 0 ? lockCard(tx, only) : mergeCards(tx, seeker, cards);
}

async function tell(tx: TenantTx, inbound: InboundMail, card: CardPlace, decision: Decision): Promise<void> {
  const about = { entityId: inbound.entity_id, cardId: card.id, inboundId: inbound.id };
  const { board, column } = card;
  if (card.action === 'created') {
    const { stream, intent, probability, decided_by, triage } = decision;
    const data = { board, column, stream, intent, probability, decided_by, triage };
    return appendEvent(tx, { type: 'card.created', ...about, data });
  }
  await appendEvent(tx, { type: 'card.mail_appended', ...about, data: { board, column } });
  if (card.action === 'reopened') {
    await appendEvent(tx, { type: 'card.reopened', ...about, data: { board, from: card.from, to: column } });
  }
}

/** From the log, because the card may have moved on since. */
async function repeatAnswer(tx: TenantTx, inboundId: string, cardId: string): Promise<Placed> {
  const told = await tx
    .sql<{ type: EventType; inbound_id: string; data: { board: string; column: string } }>('events')
    .where({ inbound_id: inboundId })
    .whereIn('type', ['card.created', 'card.mail_appended', 'card.reopened'])
    .orderBy('id')
    .select('type', 'data');
  const [first, second] = told;
  if (!first) throw new Error('a mail has a card, but no event says how');
  tx.unchanged = true;
  const action = first.type === 'card.created' ? 'created' : second ? 'reopened' : 'appended';
  return { card_id: cardId, action, board: first.data.board, column: first.data.column };
}

import type { Body, ReplyInput } from '@pebble/contract/endpoint';
import type { EventType } from '@pebble/contract/event-types';
import type { placeMail } from '@pebble/contract/jobs';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { threadEvidence } from '../../mail/thread-evidence.ts';
import { appendEvents, type NewEvent } from '../events/append-event.ts';
import { appendToCard, createCards, type CardPlace } from './card-of-thread.ts';
import { ensureClaim } from './claim-mail.ts';
import { findThread, type FoundThread, type Seeker } from './find-thread.ts';
import { finishInbounds, FINAL_STATES, type InboundMail } from './inbound-mail.ts';
import { insertEmails } from './insert-email.ts';
import { lockCard, type LockedCard } from './lock-card.ts';
import { mergeCards } from './merge-cards.ts';

export type Decision = Body<typeof placeMail>;
export type Placed = ReplyInput<typeof placeMail>;

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
  const { correlationId } = tx.scope;
  const begins = {
    threadId: thread.id,
    inbound,
    mail,
    subject: seeker.evidence.subject,
    decision,
    correlationId,
  };
  const card = existing
    ? await appendToCard(tx, existing, inbound, mail)
    : (await createCards(tx, [begins]))[0];
  if (!card) throw new Error('a card was neither found nor made');
  await tellOfPlaced(tx, [{ inbound, mail, decision, card, correlationId }]);
  return answerOf(card);
}

/** A mail that has reached its card in this transaction. */
export interface Reached {
  inbound: InboundMail;
  mail: ParsedMail;
  decision: Decision;
  card: CardPlace;
  correlationId: string;
}

/** What follows for mails that have reached their cards: they lie there, are done, and the log says so. */
export async function tellOfPlaced(tx: TenantTx, reached: readonly Reached[]): Promise<void> {
  // Sent together: none needs the answer of another.
  await Promise.all([
    insertEmails(
      tx,
      reached.map(({ card, ...one }) => ({ ...one, cardId: card.id })),
    ),
    finishInbounds(
      tx,
      reached.map(({ inbound, card }) => ({ inbound, state: 'done', cardId: card.id })),
    ),
    appendEvents(
      tx,
      reached.flatMap((one) => eventsOf(tx, one)),
    ),
  ]);
}

export function answerOf({ id, action, board, column }: CardPlace): Placed {
  return { card_id: id, action, board, column };
}

/** The card that the mail goes to, locked; null when it is the first of its thread. */
async function cardOf(tx: TenantTx, seeker: Seeker, { cards }: FoundThread): Promise<LockedCard | null> {
  const [only, ...others] = cards;
  if (only === undefined) return null;
  return others.length === 0 ? lockCard(tx, only) : mergeCards(tx, seeker, cards);
}

function eventsOf(tx: TenantTx, { inbound, card, decision, correlationId }: Reached): NewEvent[] {
  const about = {
    ...{ entityId: inbound.entity_id, cardId: card.id, inboundId: inbound.id },
    onBehalfOf: { actor: tx.scope.actor, correlationId },
  };
  const { board, column } = card;
  if (card.action === 'created') {
    const { stream, intent, probability, decided_by, triage } = decision;
    const data = { board, column, stream, intent, probability, decided_by, triage };
    return [{ type: 'card.created', ...about, data }];
  }
  const appended: NewEvent = { type: 'card.mail_appended', ...about, data: { board, column } };
  if (card.action === 'appended') return [appended];
  return [appended, { type: 'card.reopened', ...about, data: { board, from: card.from, to: column } }];
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

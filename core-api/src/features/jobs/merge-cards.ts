import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvents, type NewEvent } from '../events/append-event.ts';
import { MAX_WORDS_BYTES } from './card-of-thread.ts';
import type { Seeker } from './find-thread.ts';
import { lockCard, type LockedCard } from './lock-card.ts';
import { planMerge, type CardFacts } from './merge-plan.ts';
import { mailsOnCards, peopleIn } from './thread-people.ts';

/** The first of the two numbers of an advisory lock; the second stands for the entity. */
const MERGE_LOCK = 8002;

/**
 * Makes one of the cards that a mail belongs to, as far as that is safe, and returns the one that the mail goes to, locked.
 *
 * One merger at a time in an entity. Whoever holds the lock sees each card where earlier mergers have left it, and then locks
 * cards that are alive, in one order. A mail that waits for a card meanwhile follows `merged_into` when it gets it; what it
 * holds then is a dead card, for which no merger ever waits. So nobody waits in a circle.
 */
export async function mergeCards(
  tx: TenantTx,
  seeker: Seeker,
  cardIds: readonly string[],
): Promise<LockedCard> {
  await tx.sql.raw('SELECT pg_advisory_xact_lock(?, hashtext(?))', [MERGE_LOCK, seeker.inbound.entity_id]);
  const facts = await lockFacts(tx, seeker, cardIds);
  const plan = planMerge(facts);
  for (const id of plan.merge) await takeOver(tx, id, plan.target);
  const linked = await link(tx, seeker, plan.target, plan.link);
  const about = { entityId: seeker.inbound.entity_id, inboundId: seeker.inbound.id };
  await appendEvents(tx, [
    ...plan.merge.flatMap((id): NewEvent[] => [
      { type: 'card.merged', ...about, cardId: id, data: { into: plan.target } },
      { type: 'card.merged', ...about, cardId: plan.target, data: { took_over: id } },
    ]),
    ...linked.map(([cardId, other]): NewEvent => ({
      ...{ type: 'card.linked', ...about, cardId },
      data: { with: other },
    })),
  ]);
  return lockCard(tx, plan.target);
}

/** Where the cards are now, locked, in the order of `cardIds`. */
async function lockFacts(tx: TenantTx, seeker: Seeker, cardIds: readonly string[]): Promise<CardFacts[]> {
  const { rows: named } = await tx.sql.raw<{ rows: { id: string }[] }>(
    `SELECT live_card(card.id) AS id FROM unnest(?::uuid[]) WITH ORDINALITY AS card (id, at) ORDER BY at`,
    [cardIds] as never,
  );
  const ids = [...new Set(named.map((card) => card.id))];
  const { rows: locked } = await tx.sql.raw<{ rows: { id: string; created_at: Date }[] }>(
    'SELECT id, created_at FROM cards WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE',
    [ids] as never,
  );
  // After the lock, in a statement of its own: who moved a card a moment ago has committed by now.
  const { rows: touched } = await tx.sql.raw<{ rows: { card_id: string }[] }>(
    `SELECT DISTINCT card_id FROM events WHERE card_id = ANY (?) AND (type = 'card.moved' OR actor LIKE 'user:%')`,
    [ids] as never,
  );
  const people = await peopleIn(tx, seeker.inbound.entity_id, seeker.mail);
  const mails = await mailsOnCards(tx, ids);
  return ids.flatMap((id) =>
    locked
      .filter((card) => card.id === id)
      .map((card) => ({
        id,
        createdAt: card.created_at,
        touched: touched.some((row) => row.card_id === id),
        shared: mails.some((one) => one.cardId === id && people.some((address) => one.people.has(address))),
      })),
  );
}

async function takeOver(tx: TenantTx, from: string, into: string): Promise<void> {
  await tx.sql('emails').where({ card_id: from }).update({ card_id: into });
  await tx.sql.raw(
    `WITH gone AS (
       UPDATE cards SET merged_into = ?, mail_count = 0, version = version + 1, updated_at = now() WHERE id = ?
     )
     UPDATE cards k SET
       mail_count = k.mail_count + o.mail_count,
       last_mail_at = greatest(k.last_mail_at, o.last_mail_at),
       reopened = k.reopened OR o.reopened,
       words = CASE WHEN octet_length(k.words::text) + octet_length(o.words::text) < ? THEN k.words || o.words ELSE k.words END,
       version = k.version + 1, updated_at = now()
     FROM cards o WHERE k.id = ? AND o.id = ?`,
    [into, from, MAX_WORDS_BYTES, into, from],
  );
}

/** Makes two cards point to each other. Returns the directions that are new: a repeat tells nothing. */
async function link(
  tx: TenantTx,
  { inbound }: Seeker,
  target: string,
  others: readonly string[],
): Promise<[card: string, other: string][]> {
  if (others.length === 0) return [];
  const { rows } = await tx.sql.raw<{ rows: { card_id: string; other_card_id: string }[] }>(
    `INSERT INTO card_links (tenant_id, entity_id, card_id, other_card_id)
     SELECT ?, ?, pair.card, pair.other FROM unnest(?::uuid[]) AS o (id)
     CROSS JOIN LATERAL (VALUES (o.id, ?::uuid), (?::uuid, o.id)) AS pair (card, other)
     ON CONFLICT (tenant_id, card_id, other_card_id) DO NOTHING RETURNING card_id, other_card_id`,
    [tx.scope.tenantId, inbound.entity_id, others, target, target] as never,
  );
  return rows.map((row) => [row.card_id, row.other_card_id]);
}

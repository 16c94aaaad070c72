import type { Card } from '@pebble/contract/cards';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent } from '../events/append-event.ts';
import { selectCards, toCard, type CardRow } from './card-rows.ts';
import { liveCard } from './live-card.ts';

/**
 * Moves a card along a legal transition of its board.
 *
 * @param version what the caller saw; undefined to move whatever is there
 * @throws ApiProblem not_found, version_conflict, or illegal_transition with the columns that are allowed
 */
export async function moveCardTo(
  tx: TenantTx,
  cardId: string,
  to: string,
  version: number | undefined,
): Promise<Card> {
  // Locked by itself and read afterwards: a join that waits for a lock would look for the column that the card has left
  // meanwhile, and find no card at all.
  await tx.sql('cards').where({ id: cardId }).forUpdate().select('id');
  const card = await selectCards(tx).where('k.id', cardId).first();
  if (!card) throw new ApiProblem('not_found');
  if (card.merged_into !== null) {
    throw new ApiProblem('card_merged', { existing_id: await liveCard(tx, cardId) });
  }
  if (version !== undefined && version !== card.version) {
    throw new ApiProblem('version_conflict', { detail: `It is in "${card.column}" now.` });
  }
  const target = await legalTarget(tx, card, to);
  await tx
    .sql('cards')
    .where({ id: cardId })
    .update({
      column_id: target.id,
      // Until a person has looked, the card is one that came back by itself, whatever a flow does with it.
      ...(tx.scope.actor.startsWith('user:') ? { reopened: false } : {}),
      version: card.version + 1,
      updated_at: tx.sql.fn.now(),
    });
  await appendEvent(tx, {
    type: 'card.moved',
    entityId: card.entity_id,
    cardId,
    data: { from: card.column, to, board: card.board },
  });
  const moved = await selectCards(tx).where('k.id', cardId).first();
  if (!moved) throw new ApiProblem('not_found');
  return toCard(moved);
}

async function legalTarget(tx: TenantTx, card: CardRow, to: string): Promise<{ id: string; key: string }> {
  const legal = await tx
    .sql('column_transitions as t')
    .join('board_columns as c', (on) => on.on('c.tenant_id', 't.tenant_id').on('c.id', 't.to_column_id'))
    .where('t.from_column_id', card.column_id)
    .orderBy('c.position')
    .select<{ id: string; key: string; name: string }[]>('c.id', 'c.key', 'c.name');
  const target = legal.find((column) => column.key === to);
  if (target) return target;
  throw new ApiProblem('illegal_transition', {
    detail: `From "${card.column}" a card may go to: ${legal.map((column) => column.name).join(', ')}.`,
    allowed: legal.map((column) => column.key),
  });
}

import type { CardDetail } from '@pebble/contract/cards';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { cardHistory } from '../events/card-history.ts';
import { linksOfCard } from './card-links.ts';
import { mailboxesOfCard } from './card-mailboxes.ts';
import { mailsOfCard } from './card-mails.ts';
import { selectCards, toCard } from './card-rows.ts';
import { liveCard } from './live-card.ts';

const HISTORY_LIMIT = 200;

/** @throws ApiProblem not_found, also for a card of others */
export async function readCard(tx: TenantTx, cardId: string): Promise<CardDetail> {
  const row = await selectCards(tx).where('k.id', cardId).first();
  if (!row) throw new ApiProblem('not_found');
  // Sent together: none needs the answer of another.
  const [merged_into, mailboxes, links, mails, history] = await Promise.all([
    row.merged_into === null ? null : liveCard(tx, cardId),
    mailboxesOfCard(tx, cardId),
    linksOfCard(tx, cardId),
    mailsOfCard(tx, cardId),
    cardHistory(tx, cardId, HISTORY_LIMIT),
  ]);
  return { ...toCard(row), merged_into, mailboxes, ...links, mails, history };
}

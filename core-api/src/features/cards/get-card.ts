import type { CardDetail } from '@pebble/contract/cards';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { cardHistory } from '../events/card-history.ts';
import { selectCards, toCard } from './card-rows.ts';
import { mailsOfCard } from './card-mails.ts';

const HISTORY_LIMIT = 200;

/** @throws ApiProblem not_found, also for a card of others */
export async function readCard(tx: TenantTx, cardId: string): Promise<CardDetail> {
  const row = await selectCards(tx).where('k.id', cardId).first();
  if (!row) throw new ApiProblem('not_found');
  return {
    ...toCard(row),
    mails: await mailsOfCard(tx, cardId),
    history: await cardHistory(tx, cardId, HISTORY_LIMIT),
  };
}

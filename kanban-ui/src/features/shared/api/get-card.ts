import { getCard, type CardDetail } from '@pebble/contract/cards';
import { call } from '@pebble/contract/client';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';
import { keys } from '../card-keys.ts';

/** A card with its mails and history. @throws ApiError `not_found`, also for a card of others */
export function requestCard(send: AbortableSend, cardId: string, signal?: AbortSignal): Promise<CardDetail> {
  return call(withSignal(send, signal), getCard, { params: { card_id: cardId } });
}

export function cardQuery(send: AbortableSend, cardId: string) {
  return queryOptions({
    queryKey: keys.cardDetail(cardId),
    queryFn: ({ signal }) => requestCard(send, cardId, signal),
  });
}

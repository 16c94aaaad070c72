import { moveCard, type Card } from '@pebble/contract/cards';
import { call, type Send } from '@pebble/contract/client';

/**
 * @param version the version that was seen
 * @throws ApiError `illegal_transition` with the allowed columns, `version_conflict`, `not_found`
 */
export function requestMove(send: Send, cardId: string, to: string, version: number): Promise<Card> {
  return call(send, moveCard, { params: { card_id: cardId }, body: { to, version } });
}

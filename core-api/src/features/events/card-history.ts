import type { Event } from '@pebble/contract/events';
import type { TenantTx } from '../../db/with-tenant.ts';
import { loggedEvents } from './logged-event.ts';

/** The newest events of a card and of all that were merged into it. No cursor is read on from here, so what was committed a moment ago is included. */
export function cardHistory(tx: TenantTx, cardId: string, limit: number): Promise<Event[]> {
  return loggedEvents(tx, {
    where: (rows) => rows.whereRaw(OF_CARD, [cardId, cardId]),
    order: 'newest first',
    limit,
  });
}

// A merger is told by both cards; of those that went into this one, its own words are enough.
const OF_CARD = `e.card_id IN (SELECT cards_within(?))
  AND (e.card_id = ? OR e.type <> 'card.merged' OR e.data->>'into' IS NULL)`;

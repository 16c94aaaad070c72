import type { Event } from '@pebble/contract/events';
import type { TenantTx } from '../../db/with-tenant.ts';
import { loggedEvents } from './logged-event.ts';

/** The newest events of a card and of all that were merged into it. No cursor is read on from here, so what was committed a moment ago is included. */
export function cardHistory(tx: TenantTx, cardId: string, limit: number): Promise<Event[]> {
  return loggedEvents(tx, {
    where: (rows) => rows.whereRaw('e.card_id IN (SELECT cards_within(?))', [cardId]),
    order: 'newest first',
    limit,
  });
}

import type { Event } from '@pebble/contract/events';
import type { TenantTx } from '../../db/with-tenant.ts';
import { loggedEvents } from './logged-event.ts';

/** A card's newest events first. No cursor is read on from here, so what was committed a moment ago is included. */
export function cardHistory(tx: TenantTx, cardId: string, limit: number): Promise<Event[]> {
  return loggedEvents(tx, {
    where: (rows) => rows.where('e.card_id', cardId),
    order: 'newest first',
    limit,
  });
}

import type { EventType } from '@pebble/contract/event-types';
import type { Event } from '@pebble/contract/events';
import type { TenantTx } from '../../db/with-tenant.ts';
import { loggedEvents } from './logged-event.ts';
import { positionOf, type LogPosition } from './log-position.ts';
import { readHorizon } from './read-horizon.ts';

export interface EventFilters {
  type?: EventType | undefined;
  cardId?: string | undefined;
  trackingId?: string | undefined;
}

export interface EventPage {
  /** In the order of the log. */
  events: Event[];
  /** Read on from here: nothing before it is left unread, nothing after it was read. */
  next: LogPosition;
  /** The page is full, so more may lie ready. */
  full: boolean;
  /** Committed events exist that a still running transaction holds back; read again shortly. */
  held: boolean;
}

/**
 * Reads the scope's events after a position. A reader that goes on from `next` meets every event exactly once, however late
 * its transaction commits.
 */
export async function readEvents(
  tx: TenantTx,
  { after, limit, filters = {} }: { after: LogPosition; limit: number; filters?: EventFilters },
): Promise<EventPage> {
  const horizon = await readHorizon(tx);
  const events = await loggedEvents(tx, {
    where: (rows) => {
      rows.whereRaw('(e.xid, e.id) > (?::xid8, ?::bigint)', [String(after.xid), after.id]);
      rows.whereRaw('e.xid < ?::xid8', [String(horizon.xid)]);
      if (filters.type !== undefined) rows.where('e.type', filters.type);
      if (filters.cardId !== undefined) rows.where('e.card_id', filters.cardId);
      if (filters.trackingId !== undefined) rows.where('e.inbound_id', filters.trackingId);
      return rows;
    },
    order: 'oldest first',
    limit,
  });
  const last = events.length === limit ? events.at(-1) : undefined;
  const next = last ? positionOf(last.id) : { xid: horizon.xid, id: 0 };
  return { events, next, full: last !== undefined, held: horizon.held };
}

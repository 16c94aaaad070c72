import { listEvents, streamEvents } from '@pebble/contract/events';
import { scopeOf } from '../../http/caller.ts';
import { inTenant, streaming, type Route } from '../../http/route.ts';
import type { EventFeed } from './event-feed.ts';
import { LOG_START, positionOf } from './log-position.ts';
import { readEvents } from './read-events.ts';

/**
 * A stream outlives the check of its token, so it ends after as long as an access token lives: the client comes back with
 * a fresh one, and somebody who was signed out or given another scope does not.
 */
const STREAM_MS = 15 * 60 * 1000;

/** The event log as pages and as a live stream. */
export function eventRoutes({ feed, streamMs = STREAM_MS }: { feed: EventFeed; streamMs?: number }): Route[] {
  return [
    inTenant(listEvents, async (tx, { query }) => {
      const after = query.cursor === undefined ? LOG_START : positionOf(query.cursor);
      const { type, card_id: cardId, tracking_id: trackingId } = query;
      const page = await readEvents(tx, { after, limit: query.limit, filters: { type, cardId, trackingId } });
      const last = page.full ? page.events.at(-1) : undefined;
      return { items: page.events, next_cursor: last?.id ?? null };
    }),
    streaming(streamEvents, (_db, { query, context }, caller) => {
      // A browser that reconnects repeats its first URL, so the header knows better.
      const header = context.header('last-event-id');
      const last = header
        ? positionOf(header, 'header.Last-Event-ID')
        : query.last_event_id && positionOf(query.last_event_id, 'query.last_event_id');
      const signal = AbortSignal.any([context.signal, AbortSignal.timeout(streamMs)]);
      return feed.subscribe(scopeOf(caller, context.correlationId), {
        signal,
        ...(last ? { after: last } : {}),
      });
    }),
  ];
}

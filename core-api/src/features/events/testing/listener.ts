import type { Event } from '@pebble/contract/events';
import type { EventFeed, FeedScope } from '../event-feed.ts';
import type { LogPosition } from '../log-position.ts';

/** A client of the feed that stands ready when `listenTo` resolves: every later commit reaches it. */
export interface Listener {
  /** The next `count` events; keep-alives are passed over. Fewer when the stream ends. */
  take(count: number): Promise<Event[]>;
  /** True when the stream has ended. Reads, and so must not be called while events are expected. */
  ended(): Promise<boolean>;
  leave(): Promise<void>;
}

export async function listenTo(feed: EventFeed, scope: FeedScope, after?: LogPosition): Promise<Listener> {
  const abort = new AbortController();
  const items = feed.subscribe(scope, { signal: abort.signal, ...(after ? { after } : {}) });
  await items.next();
  return {
    async take(count) {
      const events: Event[] = [];
      while (events.length < count) {
        const { value, done } = await items.next();
        if (done) break;
        if (value.data) events.push(value.data);
      }
      return events;
    },
    ended: async () => (await items.next()).done === true,
    async leave() {
      abort.abort();
      await items.return(undefined);
    },
  };
}

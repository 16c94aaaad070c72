import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { systemScope, type Scope } from '../../db/scope.ts';
import { EventWake } from './event-wake.ts';
import type { LogPosition } from './log-position.ts';
import { readEvents, type EventPage } from './read-events.ts';
import { readHorizon } from './read-horizon.ts';
import { SharedReader } from './shared-reader.ts';
import { KEEP_ALIVE, Subscription, toItem, type EventItem } from './subscription.ts';

/** Whose events: the part of a scope that decides which rows it sees. */
export type FeedScope = Pick<Scope, 'tenantId' | 'entities'>;

interface FeedParts {
  db: Database;
  log: Logger;
  /** Most events that may wait for one slow client. */
  capacity?: number;
  keepAliveMs?: number;
  /** Longest time between two looks at the log that nothing has caused. */
  fallbackMs?: number;
}

const PAGE = 200;

/** The feed of this process; close it before its database. */
export function createEventFeed(parts: FeedParts): EventFeed {
  return new EventFeed(parts);
}

/**
 * The live end of the event log. Subscribers with the same scope share one reading loop; row security in that loop's own
 * transactions decides what they see, so there is no filter here to forget.
 */
export class EventFeed {
  readonly #parts: FeedParts & Required<Pick<FeedParts, 'capacity' | 'keepAliveMs'>>;
  readonly #readers = new Map<string, { reader: SharedReader; tenantId: string; users: number }>();
  readonly #open = new Set<Subscription>();
  readonly #wake: EventWake;
  #closed = false;

  constructor(parts: FeedParts) {
    this.#parts = { capacity: 1_000, keepAliveMs: 15_000, ...parts };
    this.#wake = new EventWake(this.#parts, (tenantId) => {
      for (const entry of this.#readers.values()) {
        if (tenantId === null || tenantId === entry.tenantId) entry.reader.ring();
      }
    });
  }

  /**
   * Yields a keep-alive as soon as nothing can be missed any more, then every event of the scope after `after` (absent: from
   * now on), exactly once and in the order of the log. Ends when `signal` is aborted, when the client is too slow, or when
   * the feed closes; the client then resumes after the last event it got.
   */
  async *subscribe(
    scope: FeedScope,
    { after, signal }: { after?: LogPosition; signal: AbortSignal },
  ): AsyncGenerator<EventItem> {
    const subscription = new Subscription(this.#parts.capacity);
    const close = () => subscription.close();
    if (this.#closed || signal.aborted) return;
    signal.addEventListener('abort', close);
    this.#open.add(subscription);
    const { reader, release } = this.#borrowReader(scope);
    try {
      let position = after ?? (await this.#now(scope));
      yield KEEP_ALIVE;
      let behind = after !== undefined;
      // What lies in the past is read at the client's own pace, never into the buffer.
      while (!subscription.closed && (behind || reader.isAheadOf(position))) {
        const page = await this.#read(scope, position);
        for (const event of page.events) yield toItem(event);
        position = page.next;
        behind = page.full;
      }
      // No await between the last look and the join, else an event could slip in between.
      if (subscription.closed) return;
      reader.join(subscription, position);
      yield* subscription.items(this.#parts.keepAliveMs);
    } finally {
      signal.removeEventListener('abort', close);
      this.#open.delete(subscription);
      reader.leave(subscription);
      await release();
    }
  }

  /** Ends every subscription and every loop. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const subscription of this.#open) subscription.close();
    await Promise.all([
      this.#wake.close(),
      ...[...this.#readers.values()].map(({ reader }) => reader.close()),
    ]);
  }

  #borrowReader(scope: FeedScope): { reader: SharedReader; release: () => Promise<void> } {
    const key = scopeKey(scope);
    const { log, fallbackMs } = this.#parts;
    const entry = this.#readers.get(key) ?? {
      reader: new SharedReader({ read: (after) => this.#read(scope, after), log, fallbackMs }),
      tenantId: scope.tenantId,
      users: 0,
    };
    entry.users += 1;
    this.#readers.set(key, entry);
    return {
      reader: entry.reader,
      release: async () => {
        entry.users -= 1;
        if (entry.users > 0) return;
        this.#readers.delete(key);
        await entry.reader.close();
      },
    };
  }

  #read(scope: FeedScope, after: LogPosition): Promise<EventPage> {
    return this.#parts.db.withTenant(readingScope(scope), (tx) => readEvents(tx, { after, limit: PAGE }));
  }

  async #now(scope: FeedScope): Promise<LogPosition> {
    const horizon = await this.#parts.db.withTenant(readingScope(scope), readHorizon);
    return { xid: horizon.xid, id: 0 };
  }
}

function readingScope({ tenantId, entities }: FeedScope): Scope {
  return { ...systemScope(tenantId, 'feed', randomUUID()), entities };
}

function scopeKey({ tenantId, entities }: FeedScope): string {
  return JSON.stringify([tenantId, entities === 'all' ? entities : [...entities].sort()]);
}

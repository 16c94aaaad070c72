import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { NotifyChannel } from '../../features/events/notify-channel.ts';
import type { FeedRow } from '../../features/feeds/feed-rows.ts';
import { FEED_CHANNEL, readSignal } from '../../features/feeds/wake-feed.ts';
import { holdRows, releaseRows, sureOf, type Leased } from '../lease.ts';
import type { FeedDoorDeps, HeldFeed } from './feed-context.ts';
import { FeedReader } from './feed-reader.ts';

const FEEDS: Leased = {
  table: 'mail_feeds',
  tenants: (db) => db.tenantsWithMailFeeds(),
  sourceSystem: 'feed',
};

/** Keeps a reader running for every mail feed that is this process's to read, and wakes it when somebody calls. */
export class FeedDoor {
  private readonly deps: FeedDoorDeps;
  private readonly holder = randomUUID();
  private readonly readers = new Map<string, FeedReader>();
  private readonly stopping = new AbortController();
  private channel: NotifyChannel | null = null;
  private heldUntil = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(deps: FeedDoorDeps) {
    this.deps = deps;
  }

  start(): void {
    this.running = this.run();
  }

  /** Stops reading after the step under way, and lets the feeds go. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.channel?.close();
    await this.endAll();
    await releaseRows(this.deps.db, FEEDS, this.holder).catch((error: unknown) =>
      this.deps.log.warn({ err: error }, 'the leases of mail feeds were not given back'),
    );
  }

  private async run(): Promise<void> {
    const { round } = this.deps.timing;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.round().catch((error: unknown) => this.deps.log.warn({ err: error }, 'mail feeds'));
      // Without the database there is no lease, and somebody else may be reading by now.
      if (Date.now() > this.heldUntil) await this.endAll();
      await pause(round, undefined, { signal }).catch(() => undefined);
    }
  }

  private async round(): Promise<void> {
    const { db, timing } = this.deps;
    const asked = Date.now();
    const feeds = await holdRows<FeedRow>(db, FEEDS, this.holder, timing.lease);
    this.heldUntil = asked + sureOf(timing.lease);
    const held = new Map<string, HeldFeed>(feeds.map((feed) => [feed.id, feed]));
    const over = [...this.readers].filter(
      ([id, reader]) => held.get(id)?.revision !== reader.feed.revision || reader.hasEnded,
    );
    for (const [id] of over) this.readers.delete(id);
    // All at once: one connection may be that of a hundred feeds, and the leases of the others have to be renewed.
    await Promise.all(over.map(([, reader]) => reader.stop()));
    for (const feed of held.values()) {
      if (!this.readers.has(feed.id) && !this.stopping.signal.aborted) this.begin(feed);
    }
  }

  private begin(feed: HeldFeed): void {
    // Only where there is something to wake: it takes a connection of its own.
    this.channel ??= this.listen();
    const reader = new FeedReader(this.deps, feed, this.holder);
    this.readers.set(feed.id, reader);
    reader.start();
  }

  private listen(): NotifyChannel {
    const { db, log } = this.deps;
    return new NotifyChannel({
      ...{ db, log, name: FEED_CHANNEL },
      ears: {
        onMessage: (message) => {
          const { feedId, signal } = readSignal(message);
          this.readers.get(feedId)?.wake(signal);
        },
        // Calls may have been missed while nobody listened.
        onOpen: () => this.readers.forEach((reader) => reader.wake('look')),
      },
    });
  }

  private async endAll(): Promise<void> {
    await Promise.all([...this.readers.values()].map((reader) => reader.stop()));
    this.readers.clear();
  }
}

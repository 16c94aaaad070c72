import type { Logger } from 'pino';
import { AuthError, InputError, retryAfterOf } from '@pebble/kit/errors';
import { plainFailure } from '../../features/connections/plain-failure.ts';
import { Pause } from '../../features/events/pause.ts';
import { openFeed } from '../../features/feeds/feed-source.ts';
import { nextDue } from '../../features/feeds/ledger.ts';
import type { FeedSignal } from '../../features/feeds/wake-feed.ts';
import { feedScope, Superseded, type FeedContext, type FeedDoorDeps, type HeldFeed } from './feed-context.ts';
import { pollFeed } from './poll-feed.ts';
import { proveWindows } from './prove-windows.ts';
import { readUntilAborted } from './until-aborted.ts';
import { PushWatch } from './push-watch.ts';
import { writeStatus } from './status.ts';
import { stepBackfill } from './step-backfill.ts';
import { workOff } from './work-off.ts';

/** Reads one feed for as long as it is told to: asks what is new, takes it in, proves what came, and waits to be woken. */
export class FeedReader {
  readonly feed: HeldFeed;
  private readonly deps: FeedDoorDeps;
  private readonly holder: string;
  private readonly log: Logger;
  private readonly stopping = new AbortController();
  private readonly pause = new Pause();
  private readonly push = new PushWatch();
  private failures = 0;
  private ended = false;
  private mustPoll = true;
  private isUpToDate = false;
  private polledAt = 0;
  private provedAt = 0;
  private trouble: string | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(deps: FeedDoorDeps, feed: HeldFeed, holder: string) {
    this.deps = deps;
    this.feed = feed;
    this.holder = holder;
    this.log = deps.log.child({ feed_id: feed.id });
  }

  start(): void {
    this.running = this.run().finally(() => {
      this.ended = true;
    });
  }

  /** True when it has nothing to go on with: the feed was changed under it. */
  get hasEnded(): boolean {
    return this.ended;
  }

  wake(signal: FeedSignal): void {
    if (signal !== 'look') this.push.heard(signal);
    if (signal !== 'renew') this.mustPoll = true;
    this.pause.ring();
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.pause.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const rest = await this.round().catch((error: unknown) => this.failed(error));
      if (rest === null) break;
      await this.pause.wait({ atLeast: this.failures > 0 ? rest : 0, atMost: rest });
    }
    await this.push.idle();
  }

  /** Milliseconds until the next round. */
  private async round(): Promise<number> {
    const { deps, feed, holder, log, stopping } = this;
    const { signal } = stopping;
    const opened = await openFeed(deps.feeds.connections, feedScope(feed), feed);
    const source = readUntilAborted(opened, signal);
    const context: FeedContext = { ...deps, log, feed, holder, source, signal };
    this.push.tend(context);
    const { isBusy, isBehind } = await this.takeIn(context);
    // What waits would only be called pending, window by window.
    if (!isBehind) await this.prove(context);
    this.failures = 0;
    await writeStatus(deps, feed, { last_error: this.trouble });
    if (isBusy) return 0;
    const due = await deps.db.withTenant(feedScope(feed), (tx) => nextDue(tx, feed));
    const untilDue = due === null ? Infinity : due.getTime() - deps.now();
    return Math.max(0, Math.min(this.interval, untilDue));
  }

  /** Reads and takes in for a while. True when there is more: a backfill of days must not keep a registration from being renewed. */
  private async takeIn(context: FeedContext): Promise<{ isBusy: boolean; isBehind: boolean }> {
    const began = performance.now();
    for (;;) {
      if (this.isPollDue()) await this.poll(context);
      const { tried, trouble, isBehind } = await workOff(context);
      if (tried > 0) this.trouble = trouble;
      const isBusy = (await stepBackfill(context)) || tried > 0;
      if (!isBusy || context.signal.aborted) return { isBusy: false, isBehind: false };
      if (performance.now() - began >= this.deps.timing.stretch) return { isBusy, isBehind };
    }
  }

  private async poll(context: FeedContext): Promise<void> {
    const woken = this.mustPoll;
    this.mustPoll = false;
    try {
      const { found, isUpToDate } = await pollFeed(context);
      this.push.polled(context, { found, woken });
      this.isUpToDate = isUpToDate;
      this.mustPoll ||= !isUpToDate;
    } catch (error) {
      this.mustPoll = true;
      throw error;
    }
    this.polledAt = performance.now();
    if (this.isUpToDate) await writeStatus(this.deps, this.feed, { last_poll_at: new Date(this.deps.now()) });
  }

  /** A proof that fails is tried again with the next round; mail is taken in all the same. */
  private async prove(context: FeedContext): Promise<void> {
    // What has not been read yet is not missing.
    if (!this.isUpToDate) return this.pause.ring();
    if (performance.now() - this.provedAt < this.deps.timing.prove && this.provedAt > 0) return;
    const more = await proveWindows(context).catch((error: unknown) => {
      if (!context.signal.aborted) this.log.warn({ err: error }, 'a receipt could not be signed');
      return false;
    });
    this.provedAt = more ? 0 : performance.now();
    if (more) this.pause.ring();
  }

  private isPollDue(): boolean {
    return this.mustPoll || performance.now() - this.polledAt >= this.interval;
  }

  private get interval(): number {
    const { poll, pollWithPush } = this.deps.timing;
    return this.push.isAlive ? pollWithPush : poll;
  }

  /** Milliseconds until the next try; null when there is nothing to go on with. */
  private async failed(error: unknown): Promise<number | null> {
    if (this.stopping.signal.aborted || error instanceof Superseded) return null;
    const { timing } = this.deps;
    this.failures += 1;
    this.log.warn({ err: error, failures: this.failures }, 'mail feed');
    await writeStatus(this.deps, this.feed, { last_error: plainFailure(error) }).catch((cause: unknown) =>
      this.log.warn({ err: cause }, 'the status of a mail feed was not written'),
    );
    const asked = (retryAfterOf(error) ?? 0) * 1000;
    const isPointless = error instanceof AuthError || error instanceof InputError;
    const least = Math.max(asked, isPointless ? timing.signInPause : 0);
    const most = Math.min(timing.firstPause * 2 ** (this.failures - 1), timing.longestPause);
    return Math.max(least, most * Math.random());
  }
}

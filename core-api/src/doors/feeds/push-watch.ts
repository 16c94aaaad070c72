import { setTimeout as pause } from 'node:timers/promises';
import type { FeedSignal } from '../../features/feeds/wake-feed.ts';
import { feedScope, type FeedContext } from './feed-context.ts';
import { keepPushAlive, type PushWish } from './push-upkeep.ts';

const FAREWELL_MS = 2_000;
/** So many polls that find mail of which nobody told us, and the calls are taken for lost. */
const MOST_SURPRISES = 2;
/** How often the other side is asked whether it still knows us. */
const CHECK_MS = 60 * 60_000;

const SILENT =
  'Mail came, and nobody called us. The registration is there; look whether the other side reaches PUBLIC_URL. The folder is polled.';

/** Looks after the calls of the other side beside the reading, which never waits for it. */
export class PushWatch {
  private wish: PushWish = 'check';
  private checkedAt = 0;
  private surprises = 0;
  private alive = false;
  private silent = false;
  private running: Promise<void> = Promise.resolve();
  private busy = false;

  /** True when calls are to be expected. */
  get isAlive(): boolean {
    return this.alive && !this.silent;
  }

  heard(signal: FeedSignal): void {
    this.surprises = 0;
    this.silent = false;
    if (signal === 'renew' || signal === 'recreate') this.wish = signal;
  }

  /** Begins whatever the registration needs now; at most one thing at a time. */
  tend(context: FeedContext): void {
    if (this.busy) return;
    if (this.wish === 'keep' && performance.now() - this.checkedAt > CHECK_MS) this.wish = 'check';
    const wish = this.wish;
    this.wish = 'keep';
    if (wish === 'check') this.checkedAt = performance.now();
    this.busy = true;
    this.running = keepPushAlive(context, wish)
      .then((alive) => {
        this.alive = alive;
      })
      .catch((error: unknown) => {
        this.alive = false;
        context.log.warn({ err: error }, 'looking after the registration of a feed');
      })
      .finally(() => {
        this.busy = false;
      });
  }

  /** Mail that is found without a call, again and again, says that calls are lost. */
  polled(context: FeedContext, { found, woken }: { found: number; woken: boolean }): void {
    if (!this.alive || found === 0) return;
    this.surprises = woken ? 0 : this.surprises + 1;
    if (this.surprises < MOST_SURPRISES || this.silent) return;
    this.silent = true;
    this.wish = 'check';
    const { db, feed, log } = context;
    void db
      .withTenant(feedScope(feed), (tx) =>
        tx.sql('feed_pushes').where({ feed_id: feed.id }).update({ failure: SILENT }),
      )
      .catch((error: unknown) => log.warn({ err: error }, 'the silence of a registration was not noted'));
  }

  /** Resolves when nothing is under way, or it takes too long: what is not finished is found and mended by the next reader. */
  async idle(): Promise<void> {
    await Promise.race([this.running, pause(FAREWELL_MS, undefined, { ref: false })]);
  }
}

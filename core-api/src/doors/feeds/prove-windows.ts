import { findFeed, sinceOf } from '../../features/feeds/feed-rows.ts';
import { proveWindow } from '../../features/receipts/prove-window.ts';
import type { ReceiptRow } from '../../features/receipts/receipt-rows.ts';
import { feedScope, type FeedContext } from './feed-context.ts';

/** A feed that begins a year back, or a slow system, must not keep new mail waiting: the rest comes in the next round. */
const MOST = 24;
const LONGEST_MS = 5_000;

/**
 * Signs the receipts that are due: of each window that has ended long enough ago, and again of those where something was pending or
 * missing. True when there are more.
 *
 * @throws ConnectorError when the folder cannot be listed; FeedChanged
 */
export async function proveWindows(context: FeedContext): Promise<boolean> {
  const { db, feed, feeds, source, now, signal } = context;
  if (feed.mode !== 'live') return false;
  const deps = { db, now, signer: feeds.signer };
  const started = performance.now();
  const isOver = () => signal.aborted || performance.now() - started > LONGEST_MS;
  for (const { from_at, to_at } of await unfinished(context)) {
    if (isOver()) return true;
    const window = { from: from_at, to: to_at };
    await proveWindow(deps, feedScope(feed), source, feed, window, { signal, always: false });
  }
  for (let count = 0; count < MOST; count += 1) {
    if (isOver()) return true;
    const window = await nextWindow(context);
    if (!window) return false;
    await proveWindow(deps, feedScope(feed), source, feed, window, { signal, always: false });
    await db.withTenant(feedScope(feed), (tx) =>
      tx
        .sql('mail_feeds')
        .where({ id: feed.id, revision: feed.revision })
        .update({ proved_until: window.to }),
    );
  }
  return true;
}

function unfinished({ db, feed, now }: FeedContext): Promise<ReceiptRow[]> {
  return db.withTenant(feedScope(feed), (tx) =>
    tx
      .sql<ReceiptRow>('ingestion_receipts')
      .where({ feed_id: feed.id, is_latest: true })
      .where('look_again_at', '<=', new Date(now()))
      .orderBy('look_again_at')
      .limit(MOST)
      .select('*'),
  );
}

/** The first window without a receipt, when it has ended long enough ago. They begin and end with the clock's hours. */
async function nextWindow({ db, feed, now, timing }: FeedContext) {
  const { proved_until } = await db.withTenant(feedScope(feed), (tx) => findFeed(tx, feed.id));
  const from = proved_until ?? sinceOf(feed);
  const to = new Date((Math.floor(from.getTime() / timing.window) + 1) * timing.window);
  return to.getTime() + timing.settle <= now() ? { from, to } : null;
}

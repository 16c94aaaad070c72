import type { PushSignal } from '@pebble/kit/trigger';
import type { Database } from '../../db/database.ts';

/** Where readers of feeds listen. What is said there is a hint: a reader that misses it looks by itself. */
export const FEED_CHANNEL = 'pebble_feeds';

/** `look`: at the feed's settings or its backfills, which have changed. */
export type FeedSignal = PushSignal | 'look';

export async function wakeFeed(db: Database, feedId: string, signal: FeedSignal): Promise<void> {
  await db.notify(FEED_CHANNEL, `${feedId} ${signal}`);
}

export function readSignal(message: string): { feedId: string; signal: FeedSignal } {
  const [feedId = '', signal = 'poll'] = message.split(' ');
  return { feedId, signal: signal as FeedSignal };
}

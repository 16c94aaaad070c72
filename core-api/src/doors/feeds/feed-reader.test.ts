import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../test/until.ts';
import { FeedReader } from './feed-reader.ts';
import { startToyFeedTest, type ToyFeedTest } from './testing/toy-feed.ts';
import { FEED_TIMING, type FeedTiming } from './timing.ts';

let test: ToyFeedTest;
const HOUR_MS = 60 * 60_000;

beforeAll(async () => {
  test = await startToyFeedTest();
});
afterAll(() => test.close());

async function readerOf(feedId: string, timing: Partial<FeedTiming> = {}): Promise<FeedReader> {
  const context = await test.context(feedId);
  return new FeedReader({ ...context, timing: { ...FEED_TIMING, ...timing } }, context.feed, context.holder);
}
const settled = (feedId: string, count: number) =>
  until(async () =>
    (await test.ledger(feedId)).filter(({ state }) => state === 'taken').length === count ? true : undefined,
  );

it('looks after everything else in between, however much mail waits', async () => {
  const feed = await test.newFeed({ start_from: new Date(test.clock.now - 3 * HOUR_MS).toISOString() });
  for (let count = 0; count < 80; count += 1) test.toy.deliver(new Date(test.clock.now - 2.5 * HOUR_MS));
  test.toy.calls.length = 0;
  const reader = await readerOf(feed.id, { stretch: 0 });
  reader.start();
  await settled(feed.id, 80);
  await reader.stop();
  // An hour is proved while mail still waits, instead of after the last.
  const lastFetch = test.toy.calls.findLastIndex((call) => call.startsWith('fetch'));
  expect(test.toy.calls.indexOf('list')).toBeGreaterThan(0);
  expect(test.toy.calls.indexOf('list')).toBeLessThan(lastFetch);
});

it('ends when the feed is deleted under it, and writes nothing down any more', async () => {
  test.toy.kept.length = 0;
  const feed = await test.newFeed();
  const reader = await readerOf(feed.id, { poll: 10 });
  reader.start();
  await until(async () => (test.toy.calls.includes('poll') ? true : undefined));
  await test.api('DELETE', `/mail-feeds/${feed.id}/`);
  await until(async () => (reader.hasEnded ? true : undefined));
  await reader.stop();
  expect(await test.ledger(feed.id)).toEqual([]);
});

it('says what is wrong, goes on by itself, and stops at once while it rests', async () => {
  test.toy.kept.length = 0;
  const feed = await test.newFeed();
  test.toy.deliver(new Date(test.clock.now - 60_000));
  test.toy.failWith = (call) => (call === 'poll' ? new Error('a secret: k3y') : null);
  const reader = await readerOf(feed.id, { firstPause: 5, longestPause: 10 });
  reader.start();
  const shown = async () =>
    (
      await test.api<{ items: { id: string; last_error: string | null }[] }>('GET', '/mail-feeds/')
    ).body.items.find(({ id }) => id === feed.id)?.last_error;
  expect(await until(async () => (await shown()) ?? undefined)).not.toContain('k3y');
  test.toy.failWith = null;
  await settled(feed.id, 1);
  await until(async () => ((await shown()) === null ? true : undefined));
  // It rests for half a minute by now.
  await reader.stop();
  expect(reader.hasEnded).toBe(true);
});

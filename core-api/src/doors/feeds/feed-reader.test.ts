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

const listsBeforeLastFetch = () => {
  const last = test.toy.calls.findLastIndex((call) => call.startsWith('fetch'));
  return test.toy.calls.slice(0, last).filter((call) => call === 'list').length;
};
const threeHours = () => new Date(test.clock.now - 3 * HOUR_MS).toISOString();

it('looks after everything else in between, however much old mail waits', async () => {
  const feed = await test.newFeed({ start_from: threeHours() });
  const old = test.clock.now - 240 * HOUR_MS;
  for (let count = 0; count < 80; count += 1) test.toy.deliver(new Date(old));
  const window = { from: new Date(old - 1).toISOString(), to: new Date(old + 1).toISOString() };
  await test.api('POST', `/mail-feeds/${feed.id}/backfills/`, { ...window, preview: false });
  test.toy.calls.length = 0;
  const reader = await readerOf(feed.id, { stretch: 0 });
  reader.start();
  await settled(feed.id, 80);
  await reader.stop();
  // Besides that of the backfill: hours are proved while its mail still waits, instead of after the last.
  expect(listsBeforeLastFetch()).toBeGreaterThan(1);
});

it('proves no hour while mail of its own is known and was not fetched yet: it would only be pending', async () => {
  test.toy.kept.length = 0;
  const feed = await test.newFeed({ start_from: threeHours() });
  for (let count = 0; count < 80; count += 1) test.toy.deliver(new Date(test.clock.now - 2.5 * HOUR_MS));
  test.toy.calls.length = 0;
  const reader = await readerOf(feed.id, { stretch: 0 });
  reader.start();
  await settled(feed.id, 80);
  await until(async () => (test.toy.calls.includes('list') ? true : undefined));
  await reader.stop();
  // A last batch is small, and an hour may be proved beside it.
  expect(test.toy.calls.findIndex((call) => call === 'list')).toBeGreaterThan(64);
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

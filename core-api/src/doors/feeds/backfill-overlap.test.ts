import { UpstreamError } from '@pebble/kit/errors';
import type { FeedBackfill } from '@pebble/contract/feed-backfills';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Superseded } from './feed-context.ts';
import { pollFeed } from './poll-feed.ts';
import { stepBackfill } from './step-backfill.ts';
import { startToyFeedTest, type ToyFeedTest } from './testing/toy-feed.ts';
import { workOff } from './work-off.ts';

/** Several backfills of one feed, and backfills of a feed that changes. */
let test: ToyFeedTest;
const DAY_MS = 86_400_000;

beforeAll(async () => {
  test = await startToyFeedTest();
});
beforeEach(() => {
  test.toy.failWith = null;
  test.toy.kept.length = 0;
});
afterAll(() => test.close());

const daysAgo = (count: number) => new Date(test.clock.now - count * DAY_MS);

/** Of the mails between so many days ago and so many days ago. */
async function begin(feedId: string, from: number, to: number) {
  const body = { from: daysAgo(from).toISOString(), to: daysAgo(to).toISOString(), preview: false };
  const started = await test.api<FeedBackfill>('POST', `/mail-feeds/${feedId}/backfills/`, body);
  const path = `/mail-feeds/${feedId}/backfills/${started.body.id}/`;
  return { path, show: async () => (await test.api<FeedBackfill>('GET', path)).body };
}

it('one that waits for a mail that was put aside does not hold up the next', async () => {
  const feed = await test.newFeed();
  const bad = test.toy.deliver(daysAgo(20));
  const [first, second] = [await begin(feed.id, 21, 19), await begin(feed.id, 11, 9)];
  test.toy.deliver(daysAgo(10));
  test.toy.failWith = (call) => (call === `fetch ${bad.id}` ? new UpstreamError('No answer') : null);
  const context = await test.context(feed.id);
  for (let round = 0; round < 6; round += 1) {
    await workOff(context);
    await stepBackfill(context);
  }
  expect(await first.show()).toMatchObject({ state: 'working', progress: { waiting: 1 } });
  expect(await second.show()).toMatchObject({ state: 'done', progress: { taken: 1 } });
});

it('one that fails at the other side does not hold up the next', async () => {
  const feed = await test.newFeed();
  test.toy.deliver(daysAgo(10));
  const [first, second] = [await begin(feed.id, 21, 19), await begin(feed.id, 11, 9)];
  let lists = 0;
  test.toy.failWith = (call) =>
    call === 'list' && (lists += 1) === 1 ? new UpstreamError('Toy mail answered 503') : null;
  const context = await test.context(feed.id);
  for (let round = 0; round < 4; round += 1) {
    await stepBackfill(context);
    await workOff(context);
  }
  expect((await first.show()).last_error).toContain('503');
  expect(await second.show()).toMatchObject({ state: 'done' });
});

it('leaves a mail that another one wants too to that one when it is cancelled', async () => {
  const feed = await test.newFeed();
  const [shared, own] = [test.toy.deliver(daysAgo(10)), test.toy.deliver(daysAgo(20))];
  const [first, second] = [await begin(feed.id, 21, 9), await begin(feed.id, 11, 9)];
  const context = await test.context(feed.id);
  while (await stepBackfill(context));
  expect(await second.show()).toMatchObject({ state: 'working', found: 1, known: 1 });
  await test.api('POST', `${first.path}cancel/`);
  expect((await test.ledger(feed.id)).map((row) => row.external_id)).toEqual([shared.id]);
  expect(own.id).not.toBe(shared.id);
  await workOff(context);
  await stepBackfill(context);
  expect(await second.show()).toMatchObject({ state: 'done', progress: { taken: 1 } });
});

it('takes in what had gone before and is there again', async () => {
  const feed = await test.newFeed({ start_from: daysAgo(12).toISOString() });
  const ref = test.toy.deliver(daysAgo(10));
  const [mail] = test.toy.kept;
  const context = await test.context(feed.id);
  await pollFeed(context);
  test.toy.remove(ref.id);
  await workOff(context);
  if (mail) test.toy.kept.push(mail);
  const backfill = await begin(feed.id, 11, 9);
  while (await stepBackfill(context));
  await workOff(context);
  await stepBackfill(context);
  expect(await backfill.show()).toMatchObject({ state: 'done', found: 1, known: 0, progress: { taken: 1 } });
});

it('writes nothing down of a folder that is not the feed any more', async () => {
  const feed = await test.newFeed();
  test.toy.deliver(daysAgo(10));
  const backfill = await begin(feed.id, 11, 9);
  const old = await test.context(feed.id);
  await test.api('PATCH', `/mail-feeds/${feed.id}/`, { folder: 'archive' });
  await expect(stepBackfill(old)).rejects.toThrow(Superseded);
  expect(await test.ledger(feed.id)).toEqual([]);
  expect(await backfill.show()).toMatchObject({ state: 'listing', found: 0, last_error: null });
});

it('has the receipt of an hour looked at again when it brings a mail of that hour', async () => {
  const feed = await test.newFeed();
  const window = { from: daysAgo(10.5).toISOString(), to: daysAgo(9.5).toISOString() };
  const again = () =>
    test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('ingestion_receipts').where({ feed_id: feed.id, is_latest: true }).pluck('look_again_at'),
    );
  await test.api('POST', `/mail-feeds/${feed.id}/check/`, window);
  expect(await again()).toEqual([null]);
  test.toy.deliver(daysAgo(10));
  await begin(feed.id, 11, 9);
  while (await stepBackfill(await test.context(feed.id)));
  expect(await again()).toEqual([expect.any(Date)]);
});

it.each<[string, () => Promise<object>]>([
  ['folder', async () => ({ folder: 'archive' })],
  [
    'connection',
    async () => {
      const values = { base_url: 'https://toy.example', api_key: 'another' };
      const wanted = { name: `toy-${test.clock.now}`, connector: 'toy', values };
      return { connection_id: (await test.api<{ id: string }>('POST', '/connections/', wanted)).body.id };
    },
  ],
])(
  'begins to list anew when the feed has another %s: the next page was one of the old',
  async (_what, change) => {
    const feed = await test.newFeed();
    for (let count = 0; count < 5; count += 1) test.toy.deliver(daysAgo(10));
    test.toy.pageSize = 2;
    const backfill = await begin(feed.id, 11, 9);
    await stepBackfill(await test.context(feed.id));
    expect(await backfill.show()).toMatchObject({ state: 'listing', found: 2 });
    await test.api('PATCH', `/mail-feeds/${feed.id}/`, await change());
    // The other folder holds fewer.
    test.toy.kept.splice(1);
    const context = await test.context(feed.id);
    while (await stepBackfill(context));
    expect(await backfill.show()).toMatchObject({ state: 'working', found: 1, known: 0 });
    test.toy.pageSize = 100;
  },
);

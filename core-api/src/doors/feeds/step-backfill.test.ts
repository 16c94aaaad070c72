import { UpstreamError } from '@pebble/kit/errors';
import type { FeedBackfill } from '@pebble/contract/feed-backfills';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { pollFeed } from './poll-feed.ts';
import { stepBackfill } from './step-backfill.ts';
import { startToyFeedTest, type ToyFeedTest } from './testing/toy-feed.ts';
import { workOff } from './work-off.ts';

let test: ToyFeedTest;
const DAY_MS = 86_400_000;

beforeAll(async () => {
  test = await startToyFeedTest();
});
beforeEach(() => {
  test.toy.failWith = null;
  test.toy.kept.length = 0;
  test.toy.pageSize = 2;
});
afterAll(() => test.close());

async function begin(preview: boolean, mails = 5) {
  const feed = await test.newFeed();
  const old = new Date(test.clock.now - 10 * DAY_MS);
  for (let at = 0; at < mails; at += 1) test.toy.deliver(old);
  const body = {
    from: new Date(old.getTime() - 1).toISOString(),
    to: new Date(old.getTime() + 1).toISOString(),
    preview,
  };
  const started = await test.api<FeedBackfill>('POST', `/mail-feeds/${feed.id}/backfills/`, body);
  const path = `/mail-feeds/${feed.id}/backfills/${started.body.id}/`;
  return { feed, path, show: async () => (await test.api<FeedBackfill>('GET', path)).body };
}

it('goes on at the page where another process has died', async () => {
  const { feed, show } = await begin(false);
  await stepBackfill(await test.context(feed.id));
  expect(await show()).toMatchObject({ state: 'listing', found: 2, new: 2, progress: { waiting: 2 } });
  // Another process, with nothing in its memory.
  const other = await test.context(feed.id);
  while (await stepBackfill(other));
  expect(await show()).toMatchObject({ state: 'working', found: 5, progress: { waiting: 5 } });
  expect(test.toy.calls.filter((call) => call === 'list')).toHaveLength(3);
  await workOff(other);
  await stepBackfill(other);
  expect(await show()).toMatchObject({ state: 'done', progress: { taken: 5, waiting: 0 } });
  expect((await show()).ended_at).not.toBeNull();
});

it('lets new mail go first', async () => {
  const { feed } = await begin(false);
  const context = await test.context(feed.id);
  while (await stepBackfill(context));
  const fresh = test.toy.deliver(new Date(test.clock.now));
  await pollFeed(context);
  test.toy.calls.length = 0;
  await workOff(context);
  expect(test.toy.calls[0]).toBe(`fetch ${fresh.id}`);
});

it('says why it does not get on, and goes on by itself', async () => {
  const { feed, show } = await begin(true);
  test.toy.failWith = () => new UpstreamError('Toy mail answered 503');
  const context = await test.context(feed.id);
  expect(await stepBackfill(context)).toBe(false);
  expect(await show()).toMatchObject({
    state: 'listing',
    last_error: expect.stringContaining('503') as string,
  });
  test.toy.failWith = null;
  // It rests a while first.
  expect(await stepBackfill(context)).toBe(false);
  test.clock.now += 60_000;
  while (await stepBackfill(context));
  expect(await show()).toMatchObject({ last_error: null, found: 5 });
});

it('rehearses a sample and no more, and says how many', async () => {
  const { feed, show } = await begin(true, 25);
  test.toy.pageSize = 100;
  const context = await test.context(feed.id);
  while (await stepBackfill(context));
  await stepBackfill(context);
  const shown = await show();
  expect(shown).toMatchObject({ state: 'done', found: 25, new: 25, sample: { rehearsed: 20 } });
  expect(shown.progress).toBeNull();
  expect(await test.ledger(feed.id)).toEqual([]);
});

it('does not take a mail away from the feed when it is cancelled', async () => {
  const { feed, path } = await begin(false, 1);
  const context = await test.context(feed.id);
  while (await stepBackfill(context));
  const [kept] = test.toy.kept;
  // The feed sees the same mail, because it starts earlier by now.
  await test.api('PATCH', `/mail-feeds/${feed.id}/`, { start_from: kept?.ref.received_at });
  await pollFeed(await test.context(feed.id));
  await test.api('POST', `${path}cancel/`);
  expect(await test.ledger(feed.id)).toMatchObject([
    { external_id: kept?.ref.id, via: 'poll', state: 'waiting' },
  ]);
});

it('refuses a window that ends before it begins, and a feed that is switched off', async () => {
  const feed = await test.newFeed();
  const path = `/mail-feeds/${feed.id}/backfills/`;
  const window = { from: '2026-10-02T00:00:00Z', to: '2026-10-01T00:00:00Z' };
  expect((await test.api('POST', path, window)).status).toBe(422);
  await test.api('PATCH', `/mail-feeds/${feed.id}/`, { enabled: false });
  const off = await test.api('POST', path, { from: window.to, to: window.from });
  expect(off).toMatchObject({ status: 409, body: { code: 'feed_off' } });
});

import type { Receipt, ReceiptDetail } from '@pebble/contract/receipts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pollFeed } from '../../doors/feeds/poll-feed.ts';
import { proveWindows } from '../../doors/feeds/prove-windows.ts';
import { startToyFeedTest, type ToyFeedTest } from '../../doors/feeds/testing/toy-feed.ts';
import { workOff } from '../../doors/feeds/work-off.ts';
import { FeedChanged } from './prove-window.ts';

/** What a receipt must never say, and what it must not stay silent about. */
const HOUR_MS = 60 * 60_000;
let test: ToyFeedTest;

beforeAll(async () => {
  test = await startToyFeedTest();
});
afterEach(() => {
  test.toy.kept.length = 0;
  test.toy.failWith = null;
});
afterAll(() => test.close());

const hoursAgo = (count: number) =>
  new Date(Math.floor(test.clock.now / HOUR_MS) * HOUR_MS - count * HOUR_MS);
const feedSince = (hours: number) => test.newFeed({ start_from: hoursAgo(hours).toISOString() });
const hour = (ago: number) => ({ from: hoursAgo(ago).toISOString(), to: hoursAgo(ago - 1).toISOString() });
const check = async (feedId: string, window: { from: string; to: string }) =>
  test.api<ReceiptDetail>('POST', `/mail-feeds/${feedId}/check/`, window);
const receipts = async (feedId: string) =>
  (await test.api<{ items: Receipt[] }>('GET', `/ingestion-receipts/?feed_id=${feedId}`)).body.items;

describe('a mail that was not there when it was fetched', () => {
  it('and is found in the folder later is missing, and is fetched then', async () => {
    const feed = await feedSince(4);
    const ref = test.toy.deliver(new Date(hoursAgo(3).getTime() + 60_000));
    const [mail] = test.toy.kept;
    const context = await test.context(feed.id);
    await pollFeed(context);
    test.toy.remove(ref.id);
    await workOff(context);
    expect((await check(feed.id, hour(3))).body).toMatchObject({ status: 'complete', counts: { gone: 1 } });
    if (mail) test.toy.kept.push(mail);
    const gap = (await check(feed.id, hour(3))).body;
    expect(gap).toMatchObject({ status: 'gap', counts: { seen: 1, gone: 0, missing: 1 } });
    expect(gap.missing).toMatchObject([{ id: ref.id }]);
    await workOff(context);
    expect(await test.ledger(feed.id)).toMatchObject([{ external_id: ref.id, state: 'taken' }]);
  });

  it('is fetched anew as soon as the feed is told of it again', async () => {
    const feed = await feedSince(4);
    const ref = test.toy.deliver(new Date(hoursAgo(3).getTime() + 60_000));
    const [mail] = test.toy.kept;
    const context = await test.context(feed.id);
    await pollFeed(context);
    test.toy.remove(ref.id);
    await workOff(context);
    expect(await test.ledger(feed.id)).toMatchObject([{ state: 'gone' }]);
    // Somebody brings it back out of the bin: the same mail under the same id.
    if (mail) test.toy.kept.push(mail, mail);
    await pollFeed(context);
    await workOff(context);
    expect(await test.ledger(feed.id)).toMatchObject([{ external_id: ref.id, state: 'taken', reason: null }]);
  });
});

describe('a window', () => {
  it('is not signed for another folder than was looked at', async () => {
    const feed = await feedSince(4);
    test.toy.deliver(new Date(hoursAgo(3).getTime() + 60_000));
    const old = await test.context(feed.id);
    await test.api('PATCH', `/mail-feeds/${feed.id}/`, { folder: 'archive' });
    await expect(proveWindows(old)).rejects.toThrow(FeedChanged);
    expect(await receipts(feed.id)).toEqual([]);
    expect(await test.ledger(feed.id)).toEqual([]);
  });

  it('is looked at again when a mail of it becomes known afterwards', async () => {
    const feed = await feedSince(4);
    const context = await test.context(feed.id);
    await pollFeed(context);
    await proveWindows(context);
    expect((await receipts(feed.id)).every(({ counts }) => counts.seen === 0)).toBe(true);
    // Moved into the folder by a person, long after it was received.
    test.toy.deliver(new Date(hoursAgo(3).getTime() + 60_000));
    await pollFeed(context);
    await proveWindows(context);
    const seen = (await receipts(feed.id)).filter(({ counts }) => counts.seen > 0);
    expect(seen).toMatchObject([{ ...hour(3), revision: 2, status: 'pending', counts: { pending: 1 } }]);
  });

  it('of a folder that the feed has left stays as it was signed', async () => {
    const feed = await feedSince(4);
    test.toy.deliver(new Date(hoursAgo(3).getTime() + 60_000));
    const context = await test.context(feed.id);
    await pollFeed(context);
    await proveWindows(context);
    const pending = (await receipts(feed.id)).filter(({ status }) => status === 'pending');
    expect(pending).toMatchObject([{ folder: 'inbox', revision: 1 }]);
    await test.api('PATCH', `/mail-feeds/${feed.id}/`, { folder: 'archive', start_from: 'now' });
    const moved = await test.context(feed.id);
    await workOff(moved);
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('inbound_emails').whereNot({ state: 'dead' }).update({ state: 'dead' }),
    );
    test.clock.now += 60_000;
    await proveWindows(moved);
    test.clock.now -= 60_000;
    expect((await receipts(feed.id)).filter(({ status }) => status === 'pending')).toEqual(pending);
  });

  it('ends now at the latest: nobody can say what will come', async () => {
    const feed = await feedSince(4);
    const later = new Date(Date.now() + 3 * HOUR_MS).toISOString();
    const { status, body } = await check(feed.id, { from: hoursAgo(3).toISOString(), to: later });
    expect(status).toBe(201);
    expect(Date.parse(body.to)).toBeLessThanOrEqual(Date.parse(body.signed_at));
    const all = await check(feed.id, {
      from: later,
      to: new Date(Date.parse(later) + 1_000).toISOString(),
    });
    expect(all).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
  });
});

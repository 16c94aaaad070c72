import { UpstreamError } from '@pebble/kit/errors';
import type { Receipt, ReceiptDetail } from '@pebble/contract/receipts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { KEY_RING, MASTER_KEY } from '../../../test/key-ring.ts';
import { KeyRing } from '../../crypto/key-ring.ts';
import { pollFeed } from '../../doors/feeds/poll-feed.ts';
import { proveWindows } from '../../doors/feeds/prove-windows.ts';
import { startToyFeedTest, type ToyFeedTest } from '../../doors/feeds/testing/toy-feed.ts';
import { workOff } from '../../doors/feeds/work-off.ts';
import { fromText, toText } from './receipt-body.ts';
import { ReceiptSigner } from './receipt-signer.ts';

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
/** A feed from so many full hours ago on. */
const feedSince = (hours: number) => test.newFeed({ start_from: hoursAgo(hours).toISOString() });
const listed = async (query: string) =>
  (await test.api<{ items: Receipt[]; next_cursor: string | null }>('GET', `/ingestion-receipts/?${query}`))
    .body;
const endAs = (state: string, trackingId: string) =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('inbound_emails').where({ id: trackingId }).update({ state }),
  );

describe('the key', () => {
  it('is the same for all processes of an installation, and another for every other one', () => {
    const [ours, same, other] = [KEY_RING, new KeyRing(MASTER_KEY), new KeyRing(Buffer.alloc(32, 8))].map(
      (ring) => new ReceiptSigner(ring),
    );
    const signature = ours?.sign('0 missing') ?? Buffer.alloc(0);
    expect(same?.keyId).toBe(ours?.keyId);
    expect(same?.isGood('0 missing', signature)).toBe(true);
    expect(same?.isGood('1 missing', signature)).toBe(false);
    expect(other?.keyId).not.toBe(ours?.keyId);
    expect(other?.isGood('0 missing', signature)).toBe(false);
  });

  it('stays the same when the keys that seal are rotated', () => {
    const rotated = new KeyRing(MASTER_KEY, [{ kid: 's2', secret: Buffer.alloc(32, 9) }]);
    expect(new ReceiptSigner(rotated).keyId).toBe(new ReceiptSigner(KEY_RING).keyId);
  });
});

describe('the hours of a feed', () => {
  it('each get a receipt once they have ended long enough ago, also those without mail', async () => {
    const feed = await feedSince(4);
    const context = await test.context(feed.id);
    await pollFeed(context);
    expect(await proveWindows(context)).toBe(false);
    const { items } = await listed(`feed_id=${feed.id}`);
    // The last full hour ended less than the settle time ago for the first ten minutes of an hour.
    expect([3, 4]).toContain(items.length);
    for (const { status, counts, to, from } of items) {
      expect({ status, seen: counts.seen, length: Date.parse(to) - Date.parse(from) }).toEqual({
        ...{ status: 'complete', seen: 0, length: HOUR_MS },
      });
    }
    expect(items.map(({ from }) => from)).toEqual(
      items
        .map(({ from }) => from)
        .sort()
        .reverse(),
    );
    await proveWindows(context);
    expect((await listed(`feed_id=${feed.id}`)).items).toHaveLength(items.length);
  });

  it('are looked at again while something is pending, and the older receipt stays', async () => {
    const feed = await feedSince(3);
    test.toy.deliver(new Date(hoursAgo(3).getTime() + 60_000));
    const context = await test.context(feed.id);
    await pollFeed(context);
    await workOff(context);
    await proveWindows(context);
    const [row] = await test.ledger(feed.id);
    const pending = (await listed(`feed_id=${feed.id}&status=pending`)).items;
    expect(pending).toMatchObject([{ revision: 1, counts: { seen: 1, pending: 1 } }]);
    await endAs('dead', row?.tracking_id ?? '');
    test.clock.now += 60_000;
    await proveWindows(context);
    test.clock.now -= 60_000;
    expect((await listed(`feed_id=${feed.id}&status=pending`)).items).toEqual([]);
    const done = (await listed(`feed_id=${feed.id}`)).items.find(({ counts }) => counts.seen === 1);
    expect(done).toMatchObject({ revision: 2, status: 'complete', counts: { dead: 1, pending: 0 } });
    expect((await test.api('GET', `/ingestion-receipts/${pending[0]?.id}/`)).status).toBe(200);
  });

  it('are not signed while the folder cannot be listed', async () => {
    const feed = await feedSince(3);
    const context = await test.context(feed.id);
    test.toy.failWith = () => new UpstreamError('Toy mail answered 503');
    await expect(proveWindows(context)).rejects.toThrow(UpstreamError);
    expect((await listed(`feed_id=${feed.id}`)).items).toEqual([]);
    const window = { from: hoursAgo(3).toISOString(), to: hoursAgo(2).toISOString() };
    const check = await test.api('POST', `/mail-feeds/${feed.id}/check/`, window);
    expect(check).toMatchObject({
      status: 503,
      body: { code: 'other_side_failed', detail: expect.stringContaining('503') as string },
    });
  });

  it('of a feed in shadow mode have none', async () => {
    const feed = await test.newFeed({ mode: 'shadow' });
    expect(await proveWindows(await test.context(feed.id))).toBe(false);
    const window = { from: hoursAgo(3).toISOString(), to: hoursAgo(2).toISOString() };
    const check = await test.api('POST', `/mail-feeds/${feed.id}/check/`, window);
    expect(check).toMatchObject({
      status: 409,
      body: { code: 'feed_off', detail: expect.stringContaining('shadow') as string },
    });
  });
});

describe('a receipt', () => {
  it('tells what became of every mail, and the sum is what was seen', async () => {
    const feed = await feedSince(3);
    const at = new Date(hoursAgo(3).getTime() + 60_000);
    for (let count = 0; count < 6; count += 1) test.toy.deliver(at);
    const context = await test.context(feed.id);
    await pollFeed(context);
    const gone = test.toy.kept[5]?.ref.id ?? '';
    test.toy.remove(gone);
    await workOff(context);
    const rows = (await test.ledger(feed.id)).filter(({ state }) => state === 'taken');
    for (const [index, state] of ['done', 'duplicate', 'ignored', 'dead'].entries()) {
      await endAs(state, rows[index]?.tracking_id ?? '');
    }
    const lost = test.toy.deliver(at);
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('mail_feeds').where({ id: feed.id }).update({ last_poll_at: tx.sql.fn.now() }),
    );
    const window = { from: hoursAgo(3).toISOString(), to: hoursAgo(2).toISOString() };
    const { body } = await test.api<ReceiptDetail>('POST', `/mail-feeds/${feed.id}/check/`, window);
    expect(body.counts).toEqual({
      ...{ seen: 7, card: 0, appended: 1, duplicate: 1, ignored: 1, dead: 1, pending: 1, gone: 1 },
      ...{ missing: 1, doubled: 0, late: 0 },
    });
    expect(body).toMatchObject({ status: 'gap', missing: [{ id: lost.id }] });
    expect(toText(fromText(body.body))).toBe(body.body);
  });

  it('refuses windows that are none, and those that are too long', async () => {
    const feed = await test.newFeed();
    const check = (from: string, to: string) =>
      test.api('POST', `/mail-feeds/${feed.id}/check/`, { from, to });
    expect((await check('2026-11-02T10:00:00Z', '2026-11-02T09:00:00Z')).status).toBe(422);
    expect((await check('2026-09-02T10:00:00Z', '2026-11-02T09:00:00Z')).status).toBe(422);
  });

  it('is listed page by page', async () => {
    const feed = await feedSince(6);
    const context = await test.context(feed.id);
    await pollFeed(context);
    await proveWindows(context);
    const all = (await listed(`feed_id=${feed.id}`)).items.map(({ id }) => id);
    const first = await listed(`feed_id=${feed.id}&limit=2`);
    const second = await listed(`feed_id=${feed.id}&limit=2&cursor=${first.next_cursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.slice(0, 4));
    const from = hoursAgo(4).toISOString();
    const since = (await listed(`feed_id=${feed.id}&from=${from}`)).items;
    expect(since.every((one) => one.from >= from)).toBe(true);
    expect(since.length).toBeLessThan(all.length);
  });
});

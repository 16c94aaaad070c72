import { createPublicKey, verify as checkSignature } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedBackfill } from '@pebble/contract/feed-backfills';
import type { Receipt, ReceiptDetail } from '@pebble/contract/receipts';
import { asOwner } from '../src/db/owner.ts';
import { appendEvent } from '../src/features/events/append-event.ts';
import { enquiry, settled, startGraphFeedTest, type GraphFeedTest } from './graph-feed.ts';
import { until } from './until.ts';

/** The real connector against the twin of Graph, from the mailbox to the card. */
let test: GraphFeedTest;

beforeAll(async () => {
  test = await startGraphFeedTest();
});
afterAll(() => test.close());

const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();

describe('a feed', () => {
  it('makes a card of a new mail, knows where it came from, and is woken for it', async () => {
    const feed = await test.newFeed({ push: true });
    expect(feed).toMatchObject({
      state: 'waiting',
      folder: 'inbox',
      mode: 'live',
      remote_mailbox: feed.mailbox,
    });
    const door = test.startDoor({ poll: 60_000 });
    await until(async () => ((await test.feed(feed.id)).push_state.state === 'active' ? true : undefined));
    const { id } = await test.twin.deliver(feed.mailbox, enquiry());
    const [row] = await settled(test, feed.id, 1);
    expect(row).toMatchObject({ external_id: id, state: 'taken', via: 'poll' });
    expect(await test.worker.outcome(row?.tracking_id ?? '')).toMatchObject({ state: 'done' });
    const [inbound] = await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('inbound_emails').where({ id: row?.tracking_id }).select('*'),
    );
    expect(inbound).toMatchObject({
      ...{
        source_system: 'outlook',
        source_connection: 'outlook',
        source_external_id: id,
        source_mailbox: feed.remote_mailbox,
        mailbox: feed.mailbox,
      },
    });
    const shown = await test.feed(feed.id);
    expect(shown).toMatchObject({ state: 'reading', last_error: null, counts: { accepted: 1, refused: 0 } });
    expect(shown.push_state.last_call_at).not.toBeNull();
    await test.stopDoor(door);
  });

  it('reads on where another process has stopped, and takes nothing twice', async () => {
    const feed = await test.newFeed();
    for (const _ of [1, 2, 3]) await test.twin.deliver(feed.mailbox, enquiry());
    const first = test.startDoor();
    await settled(test, feed.id, 3);
    await test.stopDoor(first);
    for (const _ of [1, 2]) await test.twin.deliver(feed.mailbox, enquiry());
    const doors = [test.startDoor(), test.startDoor()];
    const rows = await settled(test, feed.id, 5);
    for (const row of rows)
      expect(await test.worker.outcome(row.tracking_id)).toMatchObject({ state: 'done' });
    for (const door of doors) await test.stopDoor(door);
  });

  it('does not let one mail that cannot be fetched keep the others waiting', async () => {
    const feed = await test.newFeed();
    const stubborn = await test.twin.deliver(feed.mailbox, enquiry());
    test.twin.faults.set({
      path: new RegExp(`${stubborn.id.slice(0, 40).replaceAll('=', '.')}.*\\$value$`),
      fault: { kind: 'status', status: 400 },
    });
    for (const _ of [1, 2]) await test.twin.deliver(feed.mailbox, enquiry());
    const door = test.startDoor();
    await settled(test, feed.id, 2);
    test.twin.faults.set();
    await settled(test, feed.id, 3);
    await test.stopDoor(door);
  });

  it('says so when a mail was gone before it could be fetched', async () => {
    const feed = await test.newFeed();
    const { id } = await test.twin.deliver(feed.mailbox, enquiry());
    test.twin.faults.set({ path: /\$value$/, fault: { kind: 'status', status: 400 } });
    const door = test.startDoor({ aside: 400 });
    await until(async () => ((await test.ledger(feed.id))[0]?.tries ? true : undefined));
    expect(await test.feed(feed.id)).toMatchObject({ backlog: { waiting: 1, put_aside: 1 } });
    test.twin.delete(feed.mailbox, id);
    test.twin.faults.set();
    const [row] = await settled(test, feed.id, 1);
    expect(row).toMatchObject({
      state: 'gone',
      reason: expect.stringContaining('moved or deleted') as string,
    });
    await test.stopDoor(door);
  });

  it('only reports in shadow mode, and takes the same mails when it goes live', async () => {
    const feed = await test.newFeed({ mode: 'shadow' });
    await test.twin.deliver(feed.mailbox, enquiry());
    const door = test.startDoor();
    const [row] = await settled(test, feed.id, 1);
    expect(row?.state).toBe('rehearsed');
    const { items } = await test.api<{ items: object[] }>('GET', `/mail-feeds/${feed.id}/reports/`);
    expect(items).toMatchObject([
      { mode: 'shadow', key: row?.external_id, rehearsal: { outcome: 'created' } },
    ]);
    await test.api('PATCH', `/mail-feeds/${feed.id}/`, { mode: 'live', start_from: minutes(-10) });
    const both = await settled(test, feed.id, 2);
    expect(both.map(({ state }) => state).sort()).toEqual(['rehearsed', 'taken']);
    await test.stopDoor(door);
  });

  it('tells in plain words when the credential is refused, and goes on when it is mended', async () => {
    const feed = await test.newFeed();
    const { client_secret } = test.twin.credential;
    const credential = (secret: string) =>
      test.api('PATCH', `/connections/${test.connectionId}/`, { values: { client_secret: secret } });
    await credential('wrong');
    const door = test.startDoor();
    const failing = await until(async () => {
      const shown = await test.feed(feed.id);
      return shown.state === 'failing' ? shown : undefined;
    });
    expect(failing.last_error).toMatch(/Microsoft refused the credential.*Check the credential/);
    await test.twin.deliver(feed.mailbox, enquiry());
    await credential(client_secret);
    await settled(test, feed.id, 1);
    await test.stopDoor(door);
  });
});

describe('a receipt', () => {
  it('proves a window, names what is missing, fetches it and says so', async () => {
    const feed = await test.newFeed({ start_from: minutes(-30) });
    const old = () => ({ receivedAt: minutes(-10) });
    await test.twin.deliver(feed.mailbox, enquiry(), old());
    const lost = await test.twin.deliver(feed.mailbox, enquiry(), old());
    const door = test.startDoor();
    for (const row of await settled(test, feed.id, 2)) await test.worker.outcome(row.tracking_id);
    await test.stopDoor(door);
    // As if the other side had never told of it: the cursor is behind it, and the ledger does not know it.
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('feed_items').where({ feed_id: feed.id, external_id: lost.id }).delete(),
    );
    const window = { from: minutes(-20), to: minutes(-5) };
    const check = () => test.api<ReceiptDetail>('POST', `/mail-feeds/${feed.id}/check/`, window);
    const gap = await check();
    expect(gap).toMatchObject({ status: 'gap', revision: 1, counts: { seen: 2, card: 1, missing: 1 } });
    expect(gap.missing.map(({ id }) => id)).toEqual([lost.id]);
    const again = test.startDoor();
    const done = await until(async () => {
      const receipt = await check();
      return receipt.status === 'complete' ? receipt : undefined;
    });
    expect(done.counts).toMatchObject({ seen: 2, card: 1, duplicate: 1, missing: 0, doubled: 0, late: 1 });
    expect(done.late.map(({ id }) => id)).toEqual([lost.id]);
    const { items } = await test.api<{ items: Receipt[] }>('GET', `/ingestion-receipts/?feed_id=${feed.id}`);
    expect(items.filter(({ from }) => from === done.from).map(({ id }) => id)).toEqual([done.id]);
    const types = await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql('events')
        .whereRaw(`type LIKE 'ingestion.gap%' AND data ->> 'feed_id' = ?`, [feed.id])
        .pluck('type'),
    );
    expect(types.sort()).toEqual(['ingestion.gap_closed', 'ingestion.gap_found']);
    await test.stopDoor(again);
  });

  it('is signed: whoever alters it is found out, and anybody can check it with the public key', async () => {
    const feed = await test.newFeed();
    const window = { from: minutes(-20), to: minutes(-5) };
    const receipt = await test.api<ReceiptDetail>('POST', `/mail-feeds/${feed.id}/check/`, window);
    const verify = () =>
      test.api<{ valid: boolean; detail: string }>('POST', `/ingestion-receipts/${receipt.id}/verify/`);
    expect(await verify()).toMatchObject({ valid: true });
    const { items } = await test.api<{ items: { public_key: string }[] }>('GET', '/receipt-keys/');
    const key = createPublicKey(items[0]?.public_key ?? '');
    expect(
      checkSignature(null, Buffer.from(receipt.body), key, Buffer.from(receipt.signature, 'base64')),
    ).toBe(true);
    await asOwner(test.owner, (client) =>
      client.query('UPDATE ingestion_receipts SET body = replace(body, $1, $2) WHERE id = $3', [
        ...['"missing":0', '"missing":1', receipt.id],
      ]),
    );
    expect(await verify()).toMatchObject({
      valid: false,
      detail: expect.stringContaining('altered') as string,
    });
  });

  it('counts what was moved since as accounted for, and finds a mail that was put on two cards', async () => {
    const feed = await test.newFeed({ start_from: minutes(-30) });
    const moved = await test.twin.deliver(feed.mailbox, enquiry(), { receivedAt: minutes(-10) });
    const twice = await test.twin.deliver(feed.mailbox, enquiry(), { receivedAt: minutes(-10) });
    const door = test.startDoor();
    for (const row of await settled(test, feed.id, 2)) await test.worker.outcome(row.tracking_id);
    await test.stopDoor(door);
    test.twin.move(feed.mailbox, moved.id, 'deleteditems');
    const window = { from: minutes(-20), to: minutes(-5) };
    const check = () => test.api<ReceiptDetail>('POST', `/mail-feeds/${feed.id}/check/`, window);
    expect(await check()).toMatchObject({ status: 'complete', counts: { seen: 2, card: 2, missing: 0 } });
    await test.db.withTenant(test.ours.scope, async (tx) => {
      const row = await tx
        .sql('feed_items')
        .where({ feed_id: feed.id, external_id: twice.id })
        .first<{ tracking_id: string }>('tracking_id');
      await appendEvent(tx, { type: 'card.mail_appended', inboundId: row.tracking_id });
    });
    const receipt = await check();
    expect(receipt).toMatchObject({ status: 'doubled', counts: { seen: 2, doubled: 1 } });
    expect(receipt.doubled.map(({ id }) => id)).toEqual([twice.id]);
  });

  it('comes by itself for each window that has ended', async () => {
    const feed = await test.newFeed({ start_from: minutes(-180) });
    await test.twin.deliver(feed.mailbox, enquiry(), { receivedAt: minutes(-150) });
    const door = test.startDoor();
    const proved = await until(async () => {
      const { items } = await test.api<{ items: Receipt[] }>(
        'GET',
        `/ingestion-receipts/?feed_id=${feed.id}`,
      );
      return items.length >= 2 && items.every(({ status }) => status === 'complete') ? items : undefined;
    });
    expect(proved.reduce((sum, { counts }) => sum + counts.card, 0)).toBe(1);
    expect((await test.feed(feed.id)).proved_until).not.toBeNull();
    await test.stopDoor(door);
  });
});

describe('a backfill', () => {
  it('says what it would do, does it, and does it only once', async () => {
    const feed = await test.newFeed();
    const again = enquiry();
    const known = await test.newFeed();
    await test.twin.deliver(known.mailbox, { ...again, messageId: '<known@buyer.example>' });
    for (const at of [-3000, -2990, -2980]) {
      await test.twin.deliver(feed.mailbox, enquiry(), { receivedAt: minutes(at) });
    }
    await test.twin.deliver(
      feed.mailbox,
      { ...again, messageId: '<known@buyer.example>' },
      { receivedAt: minutes(-2970) },
    );
    const door = test.startDoor();
    for (const row of await settled(test, known.id, 1)) await test.worker.outcome(row.tracking_id);
    const path = `/mail-feeds/${feed.id}/backfills/`;
    const run = async (preview: boolean) => {
      const body = { from: minutes(-3100), to: minutes(-2000), preview };
      const { id } = await test.api<FeedBackfill>('POST', path, body, 202);
      return until(async () => {
        const shown = await test.api<FeedBackfill>('GET', `${path}${id}/`);
        return shown.state === 'done' ? shown : undefined;
      });
    };
    expect(await run(true)).toMatchObject({
      ...{ found: 4, known: 0, here_already: 1, new: 3 },
      sample: { rehearsed: 3, outcomes: { created: 3 } },
    });
    expect(await test.ledger(feed.id)).toEqual([]);
    expect(await run(false)).toMatchObject({ found: 4, progress: { taken: 4, waiting: 0 } });
    expect(await run(false)).toMatchObject({ found: 4, known: 4, new: 0, progress: { taken: 0 } });
    await test.stopDoor(door);
  });

  it('can be cancelled, and leaves what it has not taken as unknown as before', async () => {
    const feed = await test.newFeed();
    await test.twin.deliver(feed.mailbox, enquiry(), { receivedAt: minutes(-3000) });
    test.twin.faults.set({ path: /\$value$/, fault: { kind: 'status', status: 400 } });
    const door = test.startDoor();
    const path = `/mail-feeds/${feed.id}/backfills/`;
    const { id } = await test.api<FeedBackfill>('POST', path, {
      from: minutes(-3100),
      to: minutes(-2000),
      preview: false,
    });
    await until(async () => ((await test.ledger(feed.id)).length === 1 ? true : undefined));
    expect(await test.api('POST', `${path}${id}/cancel/`)).toMatchObject({ state: 'cancelled' });
    expect(await test.ledger(feed.id)).toEqual([]);
    expect(await test.api('POST', `${path}${id}/cancel/`)).toMatchObject({ state: 'cancelled' });
    test.twin.faults.set();
    await test.stopDoor(door);
  });
});

import type { MailFeed } from '@pebble/contract/mail-feeds';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startToyFeedTest, type ToyFeedTest } from '../../doors/feeds/testing/toy-feed.ts';
import { pollFeed } from '../../doors/feeds/poll-feed.ts';
import { workOff } from '../../doors/feeds/work-off.ts';

/** What may be changed of a feed that has read mail, and what that does to mail that still waits. */
let test: ToyFeedTest;

beforeAll(async () => {
  test = await startToyFeedTest();
});
afterEach(() => {
  test.toy.kept.length = 0;
});
afterAll(() => test.close());

const patch = (id: string, body: object) => test.api<MailFeed>('PATCH', `/mail-feeds/${id}/`, body);
const deliver = () => test.toy.deliver(new Date(test.clock.now - 60_000));
const states = async (id: string) => (await test.ledger(id)).map(({ state }) => state);

describe('the mailbox over there', () => {
  it('can be put right as long as nothing was read', async () => {
    const feed = await test.newFeed({ remote_mailbox: 'slaes@north.ours.example' });
    const { status, body } = await patch(feed.id, { remote_mailbox: 'sales@north.ours.example' });
    expect({ status, remote: body.remote_mailbox }).toEqual({
      status: 200,
      remote: 'sales@north.ours.example',
    });
  });

  it('stays once mail of it is known: what waits would be looked for in the other one, and not be found', async () => {
    const feed = await test.newFeed();
    deliver();
    await pollFeed(await test.context(feed.id));
    const refused = await patch(feed.id, { remote_mailbox: 'other@north.ours.example' });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'body.remote_mailbox' }] } });
    // Saying the same again is no change.
    expect((await patch(feed.id, { remote_mailbox: feed.remote_mailbox, push: false })).status).toBe(200);
    await workOff(await test.context(feed.id));
    expect(await states(feed.id)).toEqual(['taken']);
  });
});

describe('mail that waits', () => {
  it.each<[string, ...object[]]>([
    ['the folder is another', { folder: 'archive' }],
    ['the feed is renamed', { name: 'Another name' }],
    ['it is switched off and on again', { enabled: false }, { enabled: true }],
    ['it is in shadow mode for a while', { mode: 'shadow' }, { mode: 'live' }],
  ])('is taken in when %s', async (_what, ...changes) => {
    const feed = await test.newFeed();
    deliver();
    await pollFeed(await test.context(feed.id));
    for (const change of changes) expect((await patch(feed.id, change)).status).toBe(200);
    await workOff(await test.context(feed.id));
    expect(await states(feed.id)).toEqual(['taken']);
  });

  it('comes into the feed when it goes from shadow to live, and nothing that was only rehearsed counts as taken', async () => {
    const feed = await test.newFeed({ mode: 'shadow' });
    deliver();
    const shadow = await test.context(feed.id);
    await pollFeed(shadow);
    await workOff(shadow);
    expect(await states(feed.id)).toEqual(['rehearsed']);
    await patch(feed.id, { mode: 'live' });
    const live = await test.context(feed.id);
    expect(await pollFeed(live)).toMatchObject({ found: 1 });
    await workOff(live);
    expect((await states(feed.id)).toSorted()).toEqual(['rehearsed', 'taken']);
  });
});

describe('the start "now"', () => {
  const startOf = async (id: string) =>
    test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql<{ id: string; start_said_at: Date }>('mail_feeds').where({ id }).first('start_said_at'),
    );

  it.each<[string, object]>([
    ['renamed', { name: 'Renamed before it was read' }],
    ['told not to be woken', { push: false }],
    ['put right where it is read', { folder: 'sales' }],
  ])('stays what it was when a feed that could not be read yet is %s', async (_what, change) => {
    const feed = await test.newFeed({ start_from: 'now' });
    const before = await startOf(feed.id);
    expect((await patch(feed.id, change)).status).toBe(200);
    expect(await startOf(feed.id)).toEqual(before);
  });

  it.each<[string, ...object[]]>([
    ['it is said again', { start_from: 'now' }],
    ['the feed goes live', { mode: 'live' }],
    ['it is switched on', { enabled: false }, { enabled: true }],
  ])('is another when %s', async (_what, ...changes) => {
    const feed = await test.newFeed({ start_from: 'now', mode: 'shadow' });
    const before = await startOf(feed.id);
    for (const change of changes) await patch(feed.id, change);
    expect((await startOf(feed.id))?.start_said_at.getTime()).toBeGreaterThan(
      before?.start_said_at.getTime() ?? Infinity,
    );
  });

  it('is another when a feed that has read one folder reads another', async () => {
    const feed = await test.newFeed({ start_from: 'now' });
    await pollFeed(await test.context(feed.id));
    const before = await startOf(feed.id);
    await patch(feed.id, { folder: 'archive' });
    expect((await startOf(feed.id))?.start_said_at.getTime()).toBeGreaterThan(
      before?.start_said_at.getTime() ?? Infinity,
    );
  });
});

it('takes in what came between the last look by one connection and the first by another', async () => {
  const feed = await test.newFeed({ start_from: 'now' });
  const hours = (count: number) => new Date(test.clock.now - count * 60 * 60_000);
  await pollFeed(await test.context(feed.id));
  await test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql('mail_feeds')
      .where({ id: feed.id })
      .update({ start_said_at: hours(99), last_poll_at: hours(48), proved_until: hours(49) }),
  );
  test.toy.deliver(hours(72));
  const unread = test.toy.deliver(hours(24));
  const values = { base_url: 'https://toy.example', api_key: 'another' };
  const wanted = { name: 'toy2', connector: 'toy', values };
  const { id } = (await test.api<{ id: string }>('POST', '/connections/', wanted)).body;
  const { body } = await patch(feed.id, { connection_id: id });
  // What lies between is proved as well.
  expect(body).toMatchObject({ connection: 'toy2', proved_until: hours(49).toISOString() });
  expect(await pollFeed(await test.context(feed.id))).toMatchObject({ found: 1 });
  expect((await test.ledger(feed.id)).map((row) => row.external_id)).toEqual([unread.id]);
});

import { AuthError, CircuitOpenError, NotFoundError, UpstreamError } from '@pebble/kit/errors';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rawMail } from '../../../test/mails.ts';
import { startToyFeedTest, type ToyFeedTest } from './testing/toy-feed.ts';
import { Superseded } from './feed-context.ts';
import { pollFeed } from './poll-feed.ts';
import { workOff } from './work-off.ts';

/** The steps of a reader one by one: what each leaves behind when the next never comes. */
let test: ToyFeedTest;

beforeAll(async () => {
  test = await startToyFeedTest();
});
afterEach(() => {
  test.toy.failWith = null;
  test.toy.kept.length = 0;
});
afterAll(() => test.close());

const deliver = () => test.toy.deliver(new Date(test.clock.now - 60_000));
const accepted = async (ids: readonly string[]) =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql('inbound_emails')
      .whereIn('id', [...ids])
      .pluck('id'),
  );

describe('what is new', () => {
  it('is in the ledger before anything is fetched, and once however often it is told', async () => {
    const feed = await test.newFeed();
    deliver();
    deliver();
    expect(await pollFeed(await test.context(feed.id))).toEqual({ found: 2, isUpToDate: true });
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx.sql('feed_cursors').where({ feed_id: feed.id }).delete(),
    );
    expect(await pollFeed(await test.context(feed.id))).toEqual({ found: 0, isUpToDate: true });
    expect(await test.ledger(feed.id)).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    expect(test.toy.calls.filter((call) => call.startsWith('fetch'))).toEqual([]);
  });

  it('is not written down by a reader whose feed a person has changed meanwhile', async () => {
    const feed = await test.newFeed();
    const old = await test.context(feed.id);
    deliver();
    await test.api('PATCH', `/mail-feeds/${feed.id}/`, { folder: 'archive' });
    await expect(pollFeed(old)).rejects.toThrow(Superseded);
    expect(await test.ledger(feed.id)).toEqual([]);
  });

  it('is not written down by a reader that has lost its lease', async () => {
    const feed = await test.newFeed();
    const old = await test.context(feed.id);
    await test.context(feed.id);
    deliver();
    await expect(pollFeed(old)).rejects.toThrow(Superseded);
  });
});

describe('a mail of the ledger', () => {
  it('that was accepted by a process that died before it wrote so is not accepted again', async () => {
    const feed = await test.newFeed();
    deliver();
    const context = await test.context(feed.id);
    await pollFeed(context);
    await workOff(context);
    const [before] = await test.ledger(feed.id);
    await test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql('feed_items')
        .where({ feed_id: feed.id })
        .update({ state: 'waiting', next_at: new Date(0) }),
    );
    test.toy.calls.length = 0;
    await workOff(await test.context(feed.id));
    expect(test.toy.calls).toEqual([]);
    expect(await test.ledger(feed.id)).toMatchObject([{ state: 'taken', tracking_id: before?.tracking_id }]);
    expect(await accepted([before?.tracking_id ?? ''])).toHaveLength(1);
  });

  it('is taken once when two readers have it in hand at the same moment', async () => {
    const feed = await test.newFeed();
    for (const _ of [1, 2, 3]) deliver();
    const [one, two] = [await test.context(feed.id), await test.context(feed.id)];
    await pollFeed(two);
    await Promise.all([workOff(one), workOff(two)]);
    const rows = await test.ledger(feed.id);
    expect(rows.map(({ state }) => state)).toEqual(['taken', 'taken', 'taken']);
    expect(await accepted(rows.map((row) => row.tracking_id))).toHaveLength(3);
  });

  it('that cannot be fetched is put aside with a pause that grows, and given up after a day', async () => {
    const feed = await test.newFeed();
    const bad = deliver();
    deliver();
    const context = await test.context(feed.id);
    await pollFeed(context);
    test.toy.failWith = (call) => (call === `fetch ${bad.id}` ? new UpstreamError('No answer') : null);
    const began = test.clock.now;
    await workOff(context);
    const aside = async () => (await test.ledger(feed.id)).find((row) => row.external_id === bad.id);
    expect(await aside()).toMatchObject({
      state: 'waiting',
      tries: 1,
      reason: expect.stringContaining('No answer') as string,
    });
    expect((await test.ledger(feed.id)).filter(({ state }) => state === 'taken')).toHaveLength(1);
    // Not before its time.
    expect(await workOff(context)).toMatchObject({ tried: 0 });
    for (let tries = 2; tries <= 5; tries += 1) {
      test.clock.now += 2 * 60 * 60_000;
      expect(await workOff(context)).toMatchObject({ tried: 1, trouble: expect.any(String) as string });
    }
    test.clock.now += 24 * 60 * 60_000;
    await workOff(context);
    expect(await aside()).toMatchObject({ state: 'given_up' });
    test.clock.now = began;
    const { body } = await test.api<{ items: object[] }>('GET', `/mail-feeds/${feed.id}/reports/`);
    expect(body.items).toMatchObject([{ key: bad.id, rehearsal: { outcome: 'unknown' } }]);
  });

  it.each([
    ['the other side is left alone', new CircuitOpenError('toy.example has failed again and again', 30)],
  ])('is not blamed when %s', async (_what, error) => {
    const feed = await test.newFeed();
    deliver();
    const context = await test.context(feed.id);
    await pollFeed(context);
    test.toy.failWith = () => error;
    await expect(workOff(context)).rejects.toThrow(error);
    expect(await test.ledger(feed.id)).toMatchObject([{ state: 'waiting', tries: 0 }]);
  });

  it('is not taken for gone when its whole mailbox is not to be found', async () => {
    const feed = await test.newFeed();
    deliver();
    const context = await test.context(feed.id);
    await pollFeed(context);
    test.toy.failWith = () => new NotFoundError('The mailbox is not there');
    await expect(workOff(context)).rejects.toThrow(NotFoundError);
    expect(await test.ledger(feed.id)).toMatchObject([{ state: 'waiting', tries: 0 }]);
    test.toy.failWith = null;
    await workOff(context);
    expect(await test.ledger(feed.id)).toMatchObject([{ state: 'taken' }]);
  });

  it('is put aside when the folder still lists what could not be found', async () => {
    const feed = await test.newFeed();
    const ref = deliver();
    const context = await test.context(feed.id);
    await pollFeed(context);
    test.toy.failWith = (call) => (call === `fetch ${ref.id}` ? new NotFoundError('Not found') : null);
    await workOff(context);
    expect(await test.ledger(feed.id)).toMatchObject([{ state: 'waiting', tries: 1 }]);
  });

  it('that we may not read does not keep the others waiting', async () => {
    const feed = await test.newFeed();
    const secret = deliver();
    deliver();
    const context = await test.context(feed.id);
    await pollFeed(context);
    test.toy.failWith = (call) => (call === `fetch ${secret.id}` ? new AuthError('Access is denied') : null);
    await workOff(context);
    expect((await test.ledger(feed.id)).map(({ state }) => state).sort()).toEqual(['taken', 'waiting']);
  });

  it('that the core refuses is told with its reason, and does not come back', async () => {
    const feed = await test.newFeed();
    await test.api('POST', '/blacklist/', { pattern: 'spam.example' });
    const ref = deliver();
    const kept = test.toy.kept.at(-1);
    if (kept) kept.raw = rawMail({ from: 'x@spam.example' });
    const context = await test.context(feed.id);
    await pollFeed(context);
    await workOff(context);
    expect(await test.ledger(feed.id)).toMatchObject([
      { external_id: ref.id, state: 'refused', reason: expect.stringMatching(/blacklist/) as string },
    ]);
    const [shown] = (
      await test.api<{ items: { id: string; counts: object }[] }>('GET', '/mail-feeds/')
    ).body.items.filter(({ id }) => id === feed.id);
    expect(shown?.counts).toMatchObject({ received: 1, accepted: 0, refused: 1 });
  });
});

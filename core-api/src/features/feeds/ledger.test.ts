import { randomUUID } from 'node:crypto';
import type { MailRef } from '@pebble/kit/mail-source';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startToyFeedTest, type ToyFeedTest } from '../../doors/feeds/testing/toy-feed.ts';
import { dueMails, nextDue, noteMails, putAside, settleMails, type LedgerOf } from './ledger.ts';
import type { TenantTx } from '../../db/with-tenant.ts';

let test: ToyFeedTest;

beforeAll(async () => {
  test = await startToyFeedTest();
});
afterAll(() => test.close());

const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) => test.db.withTenant(test.ours.scope, work);
const ref = (id: string): MailRef => ({
  ...{ id, mailbox: 'm', subject: '', from: '', internet_message_id: `<${id}@x.example>` },
  received_at: '2026-11-02T09:00:00Z',
});
const newLedger = async (): Promise<LedgerOf> => ({ id: (await test.newFeed()).id, mode: 'live' });
const due = (feed: LedgerOf, at = new Date()) =>
  inTenant(async (tx) => (await dueMails(tx, feed, 10, at)).map((item) => item.external_id));

it('notes a mail once, also when one page names it twice', async () => {
  const feed = await newLedger();
  expect(await inTenant((tx) => noteMails(tx, feed, [ref('a'), ref('a'), ref('b')], { via: 'poll' }))).toBe(
    2,
  );
  expect(await inTenant((tx) => noteMails(tx, feed, [ref('b'), ref('c')], { via: 'poll' }))).toBe(1);
  expect(await due(feed)).toEqual(['a', 'b', 'c']);
});

it('keeps live and shadow apart', async () => {
  const feed = await newLedger();
  await inTenant((tx) => noteMails(tx, feed, [ref('a')], { via: 'poll' }));
  expect(
    await inTenant((tx) => noteMails(tx, { ...feed, mode: 'shadow' }, [ref('a')], { via: 'poll' })),
  ).toBe(1);
  expect(await due(feed)).toEqual(['a']);
});

it('lets two processes note the same mails at the same moment', async () => {
  const feed = await newLedger();
  const some = Array.from({ length: 50 }, (_, at) => ref(`m${at}`));
  const counts = await Promise.all(
    [some, some.toReversed(), some].map((mails) =>
      inTenant((tx) => noteMails(tx, feed, mails, { via: 'poll' })),
    ),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
});

it('keeps what is settled as it is, whoever comes later', async () => {
  const feed = await newLedger();
  await inTenant((tx) => noteMails(tx, feed, [ref('a')], { via: 'poll' }));
  const settle = (state: 'taken' | 'gone', reason: string | null = null) =>
    inTenant((tx) => settleMails(tx, feed, [{ external_id: 'a', state, reason }]));
  await settle('taken');
  await settle('gone', 'late');
  await inTenant((tx) =>
    putAside(tx, feed, [{ external_id: 'a', tries: 3, next_at: new Date(), reason: 'late' }]),
  );
  await inTenant((tx) => noteMails(tx, feed, [ref('a')], { via: 'check' }));
  expect(await test.ledger(feed.id)).toMatchObject([{ state: 'taken', via: 'poll', tries: 0, reason: null }]);
});

it('gives a mail that was put aside when its time has come, and says when that is', async () => {
  const feed = await newLedger();
  const later = new Date(Date.now() + 60_000);
  await inTenant((tx) => noteMails(tx, feed, [ref('a'), ref('b')], { via: 'poll' }));
  await inTenant((tx) => putAside(tx, feed, [{ external_id: 'a', tries: 1, next_at: later, reason: 'x' }]));
  expect(await due(feed)).toEqual(['b']);
  expect(await due(feed, later)).toEqual(['b', 'a']);
  await inTenant((tx) => settleMails(tx, feed, [{ external_id: 'b', state: 'taken', reason: null }]));
  expect(await inTenant((tx) => nextDue(tx, feed))).toEqual(later);
});

it('hands a mail that only a backfill waited for to the feed that sees it too, and not back', async () => {
  const feed = await newLedger();
  const backfillId = randomUUID();
  await inTenant((tx) => noteMails(tx, feed, [ref('a')], { via: 'backfill', backfillId }));
  await inTenant((tx) => noteMails(tx, feed, [ref('a')], { via: 'poll' }));
  await inTenant((tx) => noteMails(tx, feed, [ref('a')], { via: 'backfill', backfillId }));
  expect(await test.ledger(feed.id)).toMatchObject([{ via: 'poll', backfill_id: null }]);
});

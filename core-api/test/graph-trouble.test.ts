import type { MailFeed } from '@pebble/contract/mail-feeds';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { enquiry, settled, startGraphFeedTest, type GraphFeedTest } from './graph-feed.ts';
import { until } from './until.ts';

/** What goes wrong between us and the mailbox, in the middle of things: nothing is lost and nothing taken twice. */
let test: GraphFeedTest;
let clock = Date.now();

beforeAll(async () => {
  test = await startGraphFeedTest({ now: () => clock });
});
afterEach(() => {
  test.twin.faults.set();
  Object.assign(test.twin.dials, { deltaPage: 0, subscriptionCeiling: 10_080, deltaReplay: 0 });
});
afterAll(() => test.close());

const accepted = async (feed: MailFeed) =>
  test.db.withTenant(test.ours.scope, (tx) =>
    tx
      .sql<{ mailbox: string; source_external_id: string }>('inbound_emails')
      .where({ mailbox: feed.mailbox })
      .pluck('source_external_id'),
  );
async function deliver(feed: MailFeed, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) ids.push((await test.twin.deliver(feed.mailbox, enquiry())).id);
  return ids;
}
/** Each of these mails was accepted, and once. */
async function expectOnce(feed: MailFeed, ids: readonly string[]): Promise<void> {
  await settled(test, feed.id, ids.length);
  expect(((await accepted(feed)) as string[]).toSorted()).toEqual(ids.toSorted());
}
const asksFor = (part: string) => test.twin.requests.filter(({ path }) => path.includes(part)).length;

it('begins anew when its position is worth nothing any more, between the pages of one round', async () => {
  const feed = await test.newFeed();
  test.twin.dials.deltaPage = 3;
  const ids = await deliver(feed, 20);
  const door = test.startDoor();
  await until(async () => (asksFor('/delta') > 2 ? true : undefined));
  test.twin.expireDeltaTokens();
  ids.push(...(await deliver(feed, 3)));
  test.twin.expireDeltaTokens();
  await expectOnce(feed, ids);
  await test.stopDoor(door);
});

it('signs in anew when its token ends between the pages of one round, and once for all that wait for it', async () => {
  const feed = await test.newFeed();
  test.twin.dials.deltaPage = 3;
  const ids = await deliver(feed, 15);
  const signIns = asksFor('/token');
  const door = test.startDoor();
  await until(async () => ((await test.ledger(feed.id)).length > 3 ? true : undefined));
  test.twin.expireTokens();
  await expectOnce(feed, ids);
  expect(asksFor('/token') - signIns).toBeLessThanOrEqual(3);
  await test.stopDoor(door);
});

it('lets go of a feed whose lease another process has, and takes it up again when that has died', async () => {
  const feed = await test.newFeed();
  const door = test.startDoor();
  const ids = await deliver(feed, 2);
  await settled(test, feed.id, 2);
  const lease = (until: string) =>
    test.db.withTenant(test.ours.scope, (tx) =>
      tx
        .sql('mail_feeds')
        .where({ id: feed.id })
        .update({ lease_holder: feed.id, lease_until: tx.sql.raw(until) }),
    );
  await lease(`now() + interval '1 hour'`);
  ids.push(...(await deliver(feed, 2)));
  // The other process is said to read, but it does not.
  const before = asksFor(feed.mailbox);
  expect(await test.ledger(feed.id)).toHaveLength(2);
  await lease(`now() - interval '1 second'`);
  await expectOnce(feed, ids);
  expect(asksFor(feed.mailbox)).toBeGreaterThan(before);
  await test.stopDoor(door);
});

it('takes each mail once while pages repeat what they have said, and two processes take turns', async () => {
  const feed = await test.newFeed();
  Object.assign(test.twin.dials, { deltaPage: 4, deltaReplay: 0.5 });
  const ids = await deliver(feed, 12);
  const first = test.startDoor();
  await settled(test, feed.id, 4);
  const second = test.startDoor();
  await test.stopDoor(first);
  ids.push(...(await deliver(feed, 6)));
  await expectOnce(feed, ids);
  await test.stopDoor(second);
});

it('keeps to the time that the tenant grants a registration, and renews within it', async () => {
  const feed = await test.newFeed({ push: true });
  test.twin.dials.subscriptionCeiling = 4_230;
  const door = test.startDoor({ poll: 60_000, pollWithPush: 200 });
  const active = () =>
    until(async () => {
      const { push_state } = await test.feed(feed.id);
      return push_state.state === 'active' ? push_state : undefined;
    });
  const first = Date.parse((await active()).expires_at ?? '');
  expect(first - clock).toBeLessThanOrEqual(4_230 * 60_000);
  // A little after half of it.
  clock += 2_200 * 60_000;
  await until(async () => (Date.parse((await active()).expires_at ?? '') > first ? true : undefined));
  expect(
    test.twin.subscriptions.list().filter(({ resource }) => resource.includes(feed.mailbox)),
  ).toHaveLength(1);
  await test.stopDoor(door);
});

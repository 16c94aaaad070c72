import { setTimeout as pause } from 'node:timers/promises';
import type { MailFeed } from '@pebble/contract/mail-feeds';
import type { ReceiptDetail } from '@pebble/contract/receipts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enquiry, startGraphFeedTest, type GraphFeedTest } from './graph-feed.ts';
import { until } from './until.ts';

/** The small storm; `node scripts/run.mjs scripts/storm-graph.ts` runs the large one, with processes that are killed. */
const MAILS = 90;
const BOXES = 3;

let test: GraphFeedTest;

beforeAll(async () => {
  test = await startGraphFeedTest({ twin: { seed: 7, dials: { deltaPage: 7, deltaReplay: 0.2 } } });
});
afterAll(() => test.close());

const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();

/** Delivers a share of the mails into all mailboxes, some of them copies of one that another mailbox gets. */
async function deliver(feeds: readonly MailFeed[], count: number, seen: Set<string>): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const feed = feeds[at % feeds.length] as MailFeed;
    const mail = { ...enquiry(), messageId: `<storm-${seen.size}-${at}@buyer.example>` };
    const options = { receivedAt: minutes(-20) };
    seen.add((await test.twin.deliver(feed.mailbox, mail, options)).id);
    if (at % 10 === 0) {
      const other = feeds[(at + 1) % feeds.length] as MailFeed;
      seen.add((await test.twin.deliver(other.mailbox, mail, options)).id);
    }
  }
}

it('loses nothing and doubles nothing while everything goes wrong at once', async () => {
  const { twin } = test;
  const feeds: MailFeed[] = [];
  for (let at = 0; at < BOXES; at += 1)
    feeds.push(await test.newFeed({ push: true, start_from: minutes(-60) }));
  const seen = new Set<string>();
  const door = test.startDoor({ pollWithPush: 200 });
  await until(async () => {
    const shown = await Promise.all(feeds.map(({ id }) => test.feed(id)));
    return shown.every(({ push_state }) => push_state.state === 'active') ? true : undefined;
  });
  twin.notifications.set({
    doubled: 0.3,
    late: 0.2,
    lateMs: 500,
    reordered: true,
    strangers: 0.2,
    lost: 0.1,
  });
  twin.faults.set(
    { rate: 0.06, fault: { kind: 'status', status: 429, retryAfter: 0 } },
    { rate: 0.06, fault: { kind: 'status', status: 503 } },
    { rate: 0.03, fault: { kind: 'drop', when: 'after' } },
    { rate: 0.03, fault: { kind: 'drop', when: 'before' } },
  );
  await deliver(feeds, MAILS / 3, seen);
  twin.expireTokens();
  // Push is dead from here on: lost calls, and a registration that is gone.
  twin.notifications.set({ dead: true });
  await deliver(feeds, MAILS / 3, seen);
  await test.stopDoor(door);
  test.startDoor({ pollWithPush: 200 });
  const second = test.startDoor({ pollWithPush: 200 });
  twin.expireDeltaTokens();
  for (const { id } of twin.subscriptions.list()) twin.subscriptions.forget(id);
  twin.notifications.set({ doubled: 0.5 });
  await deliver(feeds, MAILS / 3, seen);
  twin.expireTokens();
  await until(async () => {
    const rows = (await Promise.all(feeds.map(({ id }) => test.ledger(id)))).flat();
    return rows.length === seen.size && rows.every(({ state }) => state === 'taken') ? true : undefined;
  });
  twin.faults.set();
  for (const feed of feeds) {
    const receipt = await until(async () => {
      const window = { from: minutes(-40), to: minutes(-5) };
      const proof = await test.api<ReceiptDetail>('POST', `/mail-feeds/${feed.id}/check/`, window);
      if (proof.status === 'complete') return proof;
      await pause(20);
      return undefined;
    });
    const { counts } = receipt;
    expect(counts).toMatchObject({ missing: 0, doubled: 0, pending: 0, dead: 0, gone: 0 });
    expect(counts.seen).toBe(twin.holds(feed.mailbox).length);
    expect(counts.card + counts.appended + counts.duplicate).toBe(counts.seen);
    // The vendor's limit was never reached, whatever was repeated.
    expect(twin.loadOf(feed.mailbox).most).toBeLessThanOrEqual(4);
  }
  const cards = await test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('emails').count<{ count: string }[]>('* as count'),
  );
  expect(Number(cards[0]?.count)).toBe(MAILS);
  await test.stopDoor(second);
});

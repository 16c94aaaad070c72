import { randomUUID } from 'node:crypto';
import type { MailFeed } from '@pebble/contract/mail-feeds';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { feedScope, type FeedContext } from '../src/doors/feeds/feed-context.ts';
import { keepPushAlive } from '../src/doors/feeds/push-upkeep.ts';
import type { FeedRow } from '../src/features/feeds/feed-rows.ts';
import { openFeed } from '../src/features/feeds/feed-source.ts';
import { findPush, registrationOf } from '../src/features/feeds/push-rows.ts';
import { SecretKeeper } from '../src/features/sources/sealed-secret.ts';
import { SHORT, startGraphFeedTest, type GraphFeedTest } from './graph-feed.ts';
import { KEY_RING } from './key-ring.ts';

/** The care for a registration step by step, against the other side's own rules. */
let test: GraphFeedTest;
let clock = Date.now();
const keeper = new SecretKeeper(KEY_RING);

beforeAll(async () => {
  test = await startGraphFeedTest({ now: () => clock });
});
afterEach(() => test.twin.faults.set());
afterAll(() => test.close());

async function contextOf({ id }: MailFeed, publicUrl = test.url): Promise<FeedContext> {
  const row = await test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql<FeedRow>('mail_feeds').where({ id }).first(),
  );
  if (!row) throw new Error('there is no such feed');
  const feed = { ...row, tenantId: test.ours.id };
  return {
    ...{ db: test.db, log: pino({ level: 'silent' }), keeper, feed, timing: SHORT, holder: randomUUID() },
    ...{ acceptor: test.core.acceptor, feeds: { ...test.core.feeds, publicUrl } },
    now: () => clock,
    rehearse: (scope, incoming) => test.core.rehearse(scope, { incoming }),
    source: await openFeed(test.core.feeds.connections, feedScope(feed), feed),
    signal: new AbortController().signal,
  };
}
const rowOf = ({ id }: MailFeed) => test.db.withTenant(test.ours.scope, (tx) => findPush(tx, id));
const subscriptionsOf = ({ mailbox }: MailFeed) =>
  test.twin.subscriptions.list().filter(({ resource }) => resource.includes(mailbox));
async function addressOf(feed: MailFeed): Promise<string> {
  const row = await rowOf(feed);
  if (!row) throw new Error('there is no registration');
  return test.db.withTenant(test.ours.scope, async (tx) => registrationOf(tx, keeper, row).url);
}

describe('a registration', () => {
  it('is made anew when this installation has moved to another address', async () => {
    const feed = await test.newFeed({ push: true });
    expect(await keepPushAlive(await contextOf(feed), 'keep')).toBe(true);
    const [before] = subscriptionsOf(feed);
    const moved = test.url.replace('127.0.0.1', 'localhost');
    expect(await keepPushAlive(await contextOf(feed, moved), 'keep')).toBe(true);
    expect(await addressOf(feed)).toContain(moved);
    const now = subscriptionsOf(feed);
    expect(now).toHaveLength(1);
    expect(now[0]?.id).not.toBe(before?.id);
  });

  it('whose renewal was asked for and failed is renewed as soon as that is possible', async () => {
    const feed = await test.newFeed({ push: true });
    const context = await contextOf(feed);
    await keepPushAlive(context, 'keep');
    const first = (await rowOf(feed))?.expires_at?.getTime() ?? 0;
    clock += 60_000;
    test.twin.faults.set({ path: '/v1.0/subscriptions', fault: { kind: 'status', status: 403 } });
    expect(await keepPushAlive(context, 'renew')).toBe(false);
    test.twin.faults.set();
    // It rests a while first.
    expect(await keepPushAlive(context, 'keep')).toBe(false);
    clock += 60_000;
    expect(await keepPushAlive(context, 'keep')).toBe(true);
    const row = await rowOf(feed);
    expect(row).toMatchObject({ failure: null, retry_at: null, tries: 0 });
    expect(row?.expires_at?.getTime()).toBeGreaterThan(first);
  });

  it('that nobody wants any more when it is answered is given back', async () => {
    const feed = await test.newFeed({ push: true });
    const context = await contextOf(feed);
    const { trigger } = context.source;
    if (!trigger.push) throw new Error('the connector cannot be called');
    const { subscription } = trigger.push;
    const create: typeof subscription.create = async (...request) => {
      const made = await subscription.create(...request);
      await test.api('PATCH', `/mail-feeds/${feed.id}/`, { enabled: false });
      return made;
    };
    const push = { ...trigger.push, subscription: { ...subscription, create } };
    context.source = { ...context.source, trigger: { ...trigger, push } };
    await keepPushAlive(context, 'keep');
    expect(await rowOf(feed)).toBeNull();
    expect(subscriptionsOf(feed)).toEqual([]);
  });
});

describe('a call', () => {
  it.each(['"value"', '[]', '{"value":7}', '{}'])('that is no notification is refused: %s', async (body) => {
    const feed = await test.newFeed({ push: true });
    await keepPushAlive(await contextOf(feed), 'keep');
    const answer = await fetch(await addressOf(feed), {
      ...{ method: 'POST', body, headers: { 'content-type': 'application/json' } },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await answer.text()).not.toContain(body);
  });
});

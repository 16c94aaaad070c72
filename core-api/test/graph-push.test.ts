import type { MailFeed } from '@pebble/contract/mail-feeds';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findPush, registrationOf } from '../src/features/feeds/push-rows.ts';
import { SecretKeeper } from '../src/features/sources/sealed-secret.ts';
import { enquiry, settled, startGraphFeedTest, type GraphFeedTest } from './graph-feed.ts';
import { KEY_RING } from './key-ring.ts';
import { until } from './until.ts';

/** How the other side wakes us, and that nothing depends on it. */
let test: GraphFeedTest;
let clock = Date.now();
const SLOW = { poll: 60_000, pollWithPush: 60_000 };

beforeAll(async () => {
  test = await startGraphFeedTest({ now: () => clock });
});
afterEach(() => test.twin.notifications.set({}));
afterAll(() => test.close());

const awake = () => test.newFeed({ push: true });
const pushIs = (id: string, state: string) =>
  until(async () => {
    const shown = await test.feed(id);
    return shown.push_state.state === state ? shown : undefined;
  });
const pushRow = (id: string) => test.db.withTenant(test.ours.scope, (tx) => findPush(tx, id));
const subscriptionsOf = ({ mailbox }: MailFeed) =>
  test.twin.subscriptions.list().filter(({ resource }) => resource.includes(mailbox));

describe('a call', () => {
  it('at an address that nobody was given finds nothing', async () => {
    const path = `/api/v1/hooks/feeds/${'x'.repeat(43)}/`;
    expect((await test.send({ method: 'POST', path, body: { value: [] } })).status).toBe(404);
    expect((await test.send({ method: 'POST', path: `${path}?validationToken=a` })).status).toBe(404);
    expect((await test.send({ method: 'POST', path: '/api/v1/hooks/feeds/short/' })).status).toBe(422);
  });

  it('wakes the reader at once; one of a stranger, who does not know the secret, wakes nobody', async () => {
    const feed = await awake();
    const door = test.startDoor(SLOW);
    await pushIs(feed.id, 'active');
    test.twin.notifications.set({ dead: true });
    await test.twin.deliver(feed.mailbox, enquiry());
    const before = await test.feed(feed.id);
    const url = await addressOf(feed.id);
    const stranger = {
      value: [{ subscriptionId: 'x', clientState: 'guessed', changeType: 'created', resource: 'x' }],
    };
    const refused = await fetch(url, {
      ...{ method: 'POST', body: JSON.stringify(stranger), headers: { 'content-type': 'application/json' } },
    });
    expect(refused.status).toBe(401);
    expect((await test.feed(feed.id)).last_poll_at).toBe(before.last_poll_at);
    test.twin.notifications.set({});
    await test.twin.deliver(feed.mailbox, enquiry());
    // The call tells of the second; the look finds both.
    await settled(test, feed.id, 2);
    await test.stopDoor(door);
  });

  it('of the handshake is answered as it was asked, as plain text', async () => {
    const feed = await awake();
    const door = test.startDoor(SLOW);
    await pushIs(feed.id, 'active');
    const token = 'Validation: <b>a token</b> ä&+';
    const answer = await fetch(`${await addressOf(feed.id)}?validationToken=${encodeURIComponent(token)}`, {
      ...{ method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' } },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await answer.text()).toBe(token);
    await test.stopDoor(door);
  });
});

describe('a registration', () => {
  it('is renewed long before it ends', async () => {
    const feed = await awake();
    const door = test.startDoor({ ...SLOW, pollWithPush: 100 });
    const first = await pushIs(feed.id, 'active');
    clock += 26 * 60 * 60_000;
    await until(async () => {
      const { push_state } = await test.feed(feed.id);
      return (push_state.expires_at ?? '') > (first.push_state.expires_at ?? '') ? true : undefined;
    });
    expect(subscriptionsOf(feed)).toHaveLength(1);
    await test.stopDoor(door);
  });

  it.each(['subscriptionRemoved', 'missed', 'reauthorizationRequired'] as const)(
    'survives a lifecycle call that says %s, and mail comes on',
    async (event) => {
      const feed = await awake();
      const door = test.startDoor({ ...SLOW, pollWithPush: 400 });
      await pushIs(feed.id, 'active');
      const [subscription] = subscriptionsOf(feed);
      test.twin.subscriptions.lifecycle(subscription?.id ?? '', event);
      await test.twin.deliver(feed.mailbox, enquiry());
      await settled(test, feed.id, 1);
      await pushIs(feed.id, 'active');
      await until(async () => (subscriptionsOf(feed).length === 1 ? true : undefined));
      await test.stopDoor(door);
    },
  );

  it('is made anew for a reader that finds it gone', async () => {
    const feed = await awake();
    const first = test.startDoor(SLOW);
    await pushIs(feed.id, 'active');
    await test.stopDoor(first);
    const [old] = subscriptionsOf(feed);
    test.twin.subscriptions.forget(old?.id ?? '');
    const second = test.startDoor(SLOW);
    await until(async () => (subscriptionsOf(feed).length === 1 ? true : undefined));
    expect(subscriptionsOf(feed)[0]?.id).not.toBe(old?.id);
    await test.stopDoor(second);
  });

  it('is given back when the feed is switched off or deleted', async () => {
    const feed = await awake();
    const other = await awake();
    const door = test.startDoor(SLOW);
    await pushIs(feed.id, 'active');
    await pushIs(other.id, 'active');
    await test.api('PATCH', `/mail-feeds/${feed.id}/`, { enabled: false });
    await test.api('DELETE', `/mail-feeds/${other.id}/`, undefined, 204);
    await until(async () =>
      subscriptionsOf(feed).length + subscriptionsOf(other).length === 0 ? true : undefined,
    );
    expect(await pushRow(feed.id)).toBeNull();
    await test.stopDoor(door);
  });

  it('that cannot be made is told, and the folder is polled all the same', async () => {
    const feed = await awake();
    test.twin.faults.set({ path: '/v1.0/subscriptions', fault: { kind: 'status', status: 403 } });
    const door = test.startDoor({ ...SLOW, poll: 100 });
    const { push_state, state } = await pushIs(feed.id, 'failing');
    expect(push_state.detail).toMatch(/Until then the folder is polled/);
    expect(state).not.toBe('failing');
    await test.twin.deliver(feed.mailbox, enquiry());
    await settled(test, feed.id, 1);
    test.twin.faults.set();
    await test.stopDoor(door);
  });

  it('whose calls never come is found out by the polls that find mail without them', async () => {
    const feed = await awake();
    const door = test.startDoor({ poll: 100, pollWithPush: 100 });
    await pushIs(feed.id, 'active');
    test.twin.notifications.set({ dead: true });
    for (const count of [1, 2, 3]) {
      await test.twin.deliver(feed.mailbox, enquiry());
      await settled(test, feed.id, count);
    }
    expect((await pushIs(feed.id, 'failing')).push_state.detail).toMatch(/nobody called us/);
    test.twin.notifications.set({});
    await test.twin.deliver(feed.mailbox, enquiry());
    await pushIs(feed.id, 'active');
    await test.stopDoor(door);
  });
});

/** The address that the other side was given; only the database has it, sealed. */
async function addressOf(feedId: string): Promise<string> {
  const row = await pushRow(feedId);
  if (!row) throw new Error('there is no registration');
  return test.db.withTenant(
    test.ours.scope,
    async (tx) => registrationOf(tx, new SecretKeeper(KEY_RING), row).url,
  );
}

import { afterEach, beforeEach, expect, test } from 'vitest';
import { AuthError, NotFoundError } from '../../kit/src/errors.ts';
import type { Registration } from '../../kit/src/registration.ts';
import type { PushSignal, WebhookPayload } from '../../kit/src/trigger.ts';
import { startTwinServer, type TwinRequest, type TwinServer } from '../../kit/twin/twin-server.ts';
import { startGraphTwin, type GraphTwin } from './graph-twin.ts';
import { SALES, triggerNamed, watch } from './run.ts';
import { hostOn, type TestHost } from './test-host.ts';

const SECRET = 'a-secret-that-nobody-can-guess-0123456789';
const MINUTE = 60_000;
let clock = Date.UTC(2026, 2, 2, 9, 0);
let twin: GraphTwin;
let door: TwinServer;
let host: TestHost;
let registration: Registration | null;
let signals: (PushSignal | 'refused')[];

const trigger = triggerNamed('new_mail');
const { push } = trigger;
if (!push) throw new Error('the trigger has no push');
const { subscription, handshake, read } = push;
const input = { mailbox: SALES, folder: 'inbox' };

/** What hosts do with a call of the vendor's: answer a handshake, or ask what it means. */
function receive({ query, headers, json }: TwinRequest) {
  const payload: WebhookPayload = { headers, query: Object.fromEntries(query), body: json };
  if (query.has('validationToken')) return handshake?.reply(payload) ?? { status: 500 };
  try {
    signals.push(read(payload, { input, credential: {}, registration }));
    return { status: 202 };
  } catch (error) {
    signals.push('refused');
    return { status: error instanceof AuthError ? 401 : 400 };
  }
}

const requestNow = () => ({
  input,
  url: `${door.url}/hooks/1?of=tenant-1`,
  secret: SECRET,
  now: new Date(clock).toISOString(),
});

beforeEach(async () => {
  clock = Date.UTC(2026, 2, 2, 9, 0);
  signals = [];
  registration = null;
  twin = await startGraphTwin({ now: () => clock });
  door = await startTwinServer({ handle: receive });
  host = hostOn(twin);
});
afterEach(() => Promise.all([twin.close(), door.close()]));

async function subscribe(): Promise<Registration> {
  registration = await subscription.create(host, requestNow());
  return registration;
}

async function arrive(subject: string) {
  await twin.deliver(SALES, { from: 'ada@buyer.example', subject, text: 'Please quote.' });
  await twin.notifications.idle();
}

test('a mail wakes us, and the delta says what it is', async () => {
  const made = await subscribe();
  expect(await subscription.check(host, made)).toBe(true);
  const inbox = watch(host, 'new_mail', input, new Date(clock).toISOString());
  await arrive('valves');
  expect(signals).toEqual(['poll']);
  expect((await inbox.poll()).map(({ subject }) => subject)).toEqual(['valves']);
});

test('the time that is asked for is what the tenant grants', async () => {
  expect((await subscribe()).expires_at).toBe(new Date(clock + 10_000 * MINUTE).toISOString());
  twin.dials.subscriptionCeiling = 4230;
  const renewed = await subscription.renew(host, await subscribe(), requestNow());
  expect(renewed.expires_at).toBe(new Date(clock + 4220 * MINUTE).toISOString());
  expect(renewed.secret).toBe(SECRET);
});

test('making it again leaves one, and others of the app stay', async () => {
  const other = { ...requestNow(), url: `${door.url}/hooks/2` };
  await subscription.create(host, other);
  await subscribe();
  await subscribe();
  expect(twin.subscriptions.list()).toHaveLength(2);
});

test('one that has ended or was forgotten is found out, and cannot be renewed', async () => {
  const made = await subscribe();
  clock += 10_001 * MINUTE;
  expect(await subscription.check(host, made)).toBe(false);
  await expect(subscription.renew(host, made, requestNow())).rejects.toThrow(NotFoundError);
  const again = await subscribe();
  twin.subscriptions.forget(again.id);
  expect(await subscription.check(host, again)).toBe(false);
  await subscription.delete(host, again);
});

test('an address that does not answer the handshake is not subscribed', async () => {
  door.faults.set({ fault: { kind: 'status', status: 403 } });
  await expect(subscribe()).rejects.toThrow('ValidationError');
  expect(twin.subscriptions.list()).toEqual([]);
});

test('lifecycle events say what to do', async () => {
  const { id } = await subscribe();
  for (const event of ['missed', 'reauthorizationRequired', 'subscriptionRemoved'] as const) {
    twin.subscriptions.lifecycle(id, event);
    await twin.notifications.idle();
  }
  expect(signals).toEqual(['poll', 'renew', 'recreate']);
});

test('a stranger who knows the address is refused, and changes nothing for the vendor in the same call', async () => {
  await subscribe();
  twin.notifications.set({ strangers: 1, batch: 1 });
  await arrive('valves');
  expect([...signals].sort()).toEqual(['poll', 'refused']);
  signals = [];
  twin.notifications.set({ strangers: 1 });
  await arrive('pumps');
  expect(signals).toEqual(['poll']);
});

test('lost, doubled, late and mixed notifications lose no mail and double none', async () => {
  await subscribe();
  const inbox = watch(host, 'new_mail', input, new Date(clock).toISOString());
  twin.notifications.set({
    lost: 0.3,
    doubled: 0.3,
    late: 0.3,
    lateMs: 3_600_000,
    reordered: true,
    batch: 3,
  });
  const fresh: string[] = [];
  const expected = Array.from({ length: 60 }, (_, at) => `mail ${at}`);
  for (const subject of expected) {
    const before = signals.length;
    await arrive(subject);
    if (signals.length > before) fresh.push(...(await inbox.poll()).map((mail) => mail.subject));
  }
  twin.notifications.release();
  await twin.notifications.idle();
  fresh.push(...(await inbox.poll()).map((mail) => mail.subject));
  expect([...fresh].sort()).toEqual([...expected].sort());
});

test('with push dead the poll brings everything', async () => {
  await subscribe();
  twin.notifications.set({ dead: true });
  const inbox = watch(host, 'new_mail', input, new Date(clock).toISOString());
  await arrive('valves');
  expect(signals).toEqual([]);
  expect(await inbox.poll()).toHaveLength(1);
});

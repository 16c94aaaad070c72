import { afterEach, beforeEach, expect, test } from 'vitest';
import { seeded } from '../../kit/src/testing/seeded.ts';
import { startGraphTwin, type GraphTwin } from './graph-twin.ts';
import { run, SALES, watch } from './run.ts';
import { hostOn } from './test-host.ts';

const START = Date.UTC(2026, 2, 2, 9, 0);
const SINCE = new Date(START).toISOString();
let clock = START;
let twin: GraphTwin;

beforeEach(async () => {
  clock = START;
  twin = await startGraphTwin({ now: () => clock });
});
afterEach(() => twin.close());

function arrive(subject: string, folder = 'inbox', receivedAt?: string) {
  const mail = { from: 'Ada Byron <ada@buyer.example>', subject, text: 'Please quote.' };
  return twin.deliver(SALES, mail, { folder, ...(receivedAt === undefined ? {} : { receivedAt }) });
}

const subjects = (mails: readonly { subject: string }[]) => mails.map(({ subject }) => subject).sort();

test('mail from before is not its business, and every mail of one second is', async () => {
  await arrive('old', 'inbox', '2026-03-02T08:59:59Z');
  const inbox = watch(hostOn(twin), 'new_mail', { mailbox: SALES }, new Date(START + 500).toISOString());
  const burst = Array.from({ length: 200 }, (_, at) => `mail ${at}`);
  for (const subject of burst) await arrive(subject);
  expect(subjects(await inbox.poll())).toEqual([...burst].sort());
  await arrive('one more of that second');
  expect(subjects(await inbox.poll())).toEqual(['one more of that second']);
  expect(await inbox.poll()).toEqual([]);
});

test('mail that is moved in comes, mail that is moved on or deleted is no mail, and a change is not a new one', async () => {
  const host = hostOn(twin);
  const inbox = watch(host, 'new_mail', { mailbox: SALES }, SINCE);
  const archive = watch(host, 'new_mail', { mailbox: SALES, folder: 'archive' }, SINCE);
  const kept = await arrive('kept');
  const gone = await arrive('gone');
  expect(subjects(await inbox.poll())).toEqual(['gone', 'kept']);
  twin.delete(SALES, gone.id);
  twin.move(SALES, kept.id, 'archive');
  expect(await inbox.poll()).toEqual([]);
  expect((await archive.poll()).map(({ id }) => id)).toEqual([kept.id]);
  expect(archive.keys).toEqual([kept.id]);
});

test('a nested folder and a shared mailbox are watched by their id', async () => {
  const folder = twin.addFolder(SALES, 'Orders / 2026', 'inbox');
  const orders = watch(hostOn(twin), 'new_mail', { mailbox: SALES.toUpperCase(), folder }, SINCE);
  await arrive('order', folder);
  await arrive('elsewhere');
  expect(subjects(await orders.poll())).toEqual(['order']);
});

test('a forgotten token begins anew with an overlap, and only what is new is news', async () => {
  const inbox = watch(hostOn(twin), 'new_mail', { mailbox: SALES }, SINCE);
  await arrive('before');
  await inbox.poll();
  clock += 30 * 60_000;
  await arrive('while nobody looked');
  twin.expireDeltaTokens();
  expect(subjects(await inbox.poll())).toEqual(['while nobody looked']);
  expect(subjects(await inbox.poll())).toEqual([]);
});

test('an expired access token is replaced in the middle, and a limit is waited for as long as it says', async () => {
  const host = hostOn(twin, { now: () => clock });
  const inbox = watch(host, 'new_mail', { mailbox: SALES }, SINCE);
  await arrive('one');
  await inbox.poll();
  twin.expireTokens();
  await arrive('two');
  twin.faults.set({ path: '/v1.0/', fault: { kind: 'status', status: 429, retryAfter: 7 }, times: 2 });
  expect(subjects(await inbox.poll())).toEqual(['two']);
  expect(host.waits.filter((ms) => ms >= 7000 && ms < 9000)).toHaveLength(2);
});

test('a cut-off filtered round loses nothing: the rest comes from a list', async () => {
  twin.dials.filteredCap = 5000;
  for (let at = 0; at < 5040; at += 1) {
    if (at % 100 === 0) clock += 1000;
    await arrive(`mail ${at}`);
  }
  const inbox = watch(hostOn(twin), 'new_mail', { mailbox: SALES }, SINCE);
  expect(await inbox.poll()).toHaveLength(5040);
  await arrive('afterwards');
  expect(subjects(await inbox.poll())).toEqual(['afterwards']);
});

test('a storm in miniature: nothing is missing and nothing is new twice', async () => {
  Object.assign(twin.dials, { deltaPage: 7, deltaReplay: 0.5, deltaLagMs: 2000 });
  const random = seeded(7);
  const host = hostOn(twin, { now: () => clock });
  const inbox = watch(host, 'new_mail', { mailbox: SALES }, SINCE);
  twin.faults.set(
    { path: '/v1.0/', rate: 0.05, fault: { kind: 'status', status: 429, retryAfter: 1 } },
    { path: '/v1.0/', rate: 0.05, fault: { kind: 'status', status: 503 } },
    { path: '/v1.0/', rate: 0.03, fault: { kind: 'drop', when: 'after' } },
  );
  const expected = new Set<string>();
  const fresh: string[] = [];
  const look = async () => fresh.push(...(await inbox.poll().catch(() => [])).map(({ id }) => id));
  for (let at = 0; at < 300; at += 1) {
    clock += Math.floor(random() * 3000);
    const { id } = await arrive(`mail ${at}`);
    expected.add(id);
    if (random() < 0.1) await look();
    if (random() < 0.02) twin.expireDeltaTokens();
    if (random() < 0.02) twin.expireTokens();
  }
  twin.faults.set();
  clock += 5000;
  await look();
  expect(new Set(fresh)).toEqual(expected);
  expect(fresh).toHaveLength(expected.size);
});

test('updated mail: each change once, of old mail too, and nothing for what stays as it is', async () => {
  const host = hostOn(twin);
  const old = await arrive('old', 'inbox', '2026-01-01T00:00:00Z');
  clock += 1000;
  await arrive('quiet', 'inbox', '2026-01-02T00:00:00Z');
  clock += 60_000;
  const inbox = watch(host, 'updated_mail', { mailbox: SALES }, new Date(clock).toISOString());
  expect(await inbox.poll()).toEqual([]);
  clock += 1000;
  await run(host, 'mark_message', { mailbox: SALES, message_id: old.id, mark: 'read' });
  expect(await inbox.poll()).toMatchObject([{ id: old.id, is_read: true, subject: 'old' }]);
  clock += 1000;
  await run(host, 'categorise_message', { mailbox: SALES, message_id: old.id, categories: ['Blue'] });
  expect((await inbox.poll()).map(({ id }) => id)).toEqual([old.id]);
  clock += 1000;
  await run(host, 'mark_message', { mailbox: SALES, message_id: old.id, mark: 'unread' });
  twin.expireDeltaTokens();
  expect((await inbox.poll()).map(({ id }) => id)).toEqual([old.id]);
  expect(await inbox.poll()).toEqual([]);
});

test('the own mailbox of a person needs no name, and another one is refused', async () => {
  const host = hostOn(twin, { person: SALES });
  const own = watch(host, 'new_mail', {}, SINCE);
  await arrive('mine');
  expect(subjects(await own.poll())).toEqual(['mine']);
  await expect(
    watch(host, 'new_mail', { mailbox: 'tender@brightwater.example' }, SINCE).poll(),
  ).rejects.toThrow('ErrorAccessDenied');
  await expect(watch(hostOn(twin), 'new_mail', {}, SINCE).poll()).rejects.toThrow('fill in "mailbox"');
});

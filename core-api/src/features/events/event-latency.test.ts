import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { asOwner } from '../../db/owner.ts';
import { Database } from '../../db/database.ts';
import { EventFeed } from './event-feed.ts';
import { listenTo, type Listener } from './testing/listener.ts';
import { gate, note, textsOf } from './testing/note.ts';

const log = pino({ level: 'silent' });
let test: TestDatabase;
let elsewhere: Database;
let feed: EventFeed;
let feedElsewhere: EventFeed;
let ours: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 12 });
  elsewhere = new Database(test.app, 2);
  ours = await seedTenant(test.db, 'ours');
  feed = new EventFeed({ db: test.db, log });
  feedElsewhere = new EventFeed({ db: elsewhere, log });
});
afterAll(async () => {
  await Promise.all([feed.close(), feedElsewhere.close()]);
  await elsewhere.close();
  await test.close();
});

it('has an event on the wire soon after its commit, while others write', async () => {
  const listener = await listenTo(feed, ours.scope);
  const committed = new Map<string, number>();
  const [writers, turns] = [4, 50];
  const writing = Array.from({ length: writers }, async (_, writer) => {
    for (let turn = 0; turn < turns; turn += 1) {
      const text = `${writer}.${turn}`;
      await note(test.db, ours.scope, [text]);
      committed.set(text, performance.now());
    }
  });
  const delays: number[] = [];
  for (let count = 0; count < writers * turns; count += 1) {
    const text = String(textsOf(await listener.take(1))[0]);
    const arrived = performance.now();
    // An event may well arrive before its writer has heard of the commit.
    delays.push(Math.max(0, arrived - (committed.get(text) ?? arrived)));
  }
  await Promise.all(writing);
  await listener.leave();
  delays.sort((a, b) => a - b);
  const at = (share: number) => Math.round(delays[Math.floor((delays.length - 1) * share)] ?? NaN);
  process.stdout.write(`commit to wire: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms\n`);
  expect(at(1)).toBeLessThan(2_000);
});

/** Milliseconds from a commit in another process to the listener, the best of three. */
async function fastestFromElsewhere(listener: Listener): Promise<number> {
  const delays: number[] = [];
  for (const text of ['a', 'b', 'c']) {
    await note(elsewhere, ours.scope, [text]);
    const since = performance.now();
    expect(textsOf(await listener.take(1))).toEqual([text]);
    delays.push(performance.now() - since);
  }
  return Math.min(...delays);
}

/** The connections of both processes that listen, as Postgres knows them by their last statement. */
const LISTENERS = `FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'
                   AND (query LIKE 'LISTEN %' OR query LIKE '%pg_notify%')`;

function bothListen(): Promise<void> {
  return expect
    .poll(
      () => asOwner(test.owner, (client) => client.query(`SELECT ${LISTENERS}`).then((r) => r.rowCount)),
      {
        timeout: 10_000,
      },
    )
    .toBe(2);
}

it('hears of commits in other processes without polling for them', async () => {
  const listener = await listenTo(feed, ours.scope);
  await bothListen();
  // Well below the poll that comes without any wake.
  expect(await fastestFromElsewhere(listener)).toBeLessThan(500);
  await listener.leave();
});

it('hears of them again after its notification connection was cut', async () => {
  const listener = await listenTo(feed, ours.scope);
  await bothListen();
  await asOwner(test.owner, (client) => client.query(`SELECT pg_terminate_backend(pid) ${LISTENERS}`));
  await note(elsewhere, ours.scope, ['while deaf']);
  expect(textsOf(await listener.take(1))).toEqual(['while deaf']);
  await bothListen();
  expect(await fastestFromElsewhere(listener)).toBeLessThan(500);
  await listener.leave();
});

it('catches up when a transaction that held events back ends, though that rings no bell', async () => {
  const listener = await listenTo(feed, ours.scope);
  const [holds, mayEnd] = [gate(), gate()];
  const blocker = test.db.pool.transaction(async (sql) => {
    await sql.raw('SELECT pg_current_xact_id()');
    holds.open();
    await mayEnd.opened;
  });
  await holds.opened;
  await note(test.db, ours.scope, ['held']);
  const arrival = listener.take(1).then((events) => ({ events, at: performance.now() }));
  const looks = vi.spyOn(test.db, 'withTenant');
  await expect.poll(() => looks.mock.calls.length).toBeGreaterThan(2);
  looks.mockRestore();
  mayEnd.open();
  await blocker;
  const ended = performance.now();
  const { events, at } = await arrival;
  await listener.leave();
  expect(textsOf(events)).toEqual(['held']);
  expect(at - ended).toBeLessThan(1_000);
});

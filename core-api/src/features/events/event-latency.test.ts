import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { until } from '../../../test/until.ts';
import { Database } from '../../db/database.ts';
import { asOwner } from '../../db/owner.ts';
import { EventFeed } from './event-feed.ts';
import { listenTo, type Listener } from './testing/listener.ts';
import { listening } from './testing/listening.ts';
import { gate, note, textsOf } from './testing/note.ts';
import { settled } from './testing/settled.ts';

// How long an event takes is measured in bench/. Here the feed never looks without a cause, so whatever arrives was told of.
const NEVER_MS = 24 * 3_600_000;
const log = pino({ level: 'silent' });
let test: TestDatabase;
let elsewhere: Database;
let feed: EventFeed;
let feedElsewhere: EventFeed;
let ours: SeededTenant;
/** The connection by which our feed hears of other processes. */
let ear: number;

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 12 });
  elsewhere = new Database(test.app, 2);
  ours = await seedTenant(test.db, 'ours');
  feed = new EventFeed({ db: test.db, log, fallbackMs: NEVER_MS });
  ear = await until(async () => (await listening(test.owner))[0]);
  feedElsewhere = new EventFeed({ db: elsewhere, log, fallbackMs: NEVER_MS });
});
// A listener also hears of what was held back when it came.
beforeEach(() => settled(test.db, ours.scope));
afterAll(async () => {
  await Promise.all([feed.close(), feedElsewhere.close()]);
  await elsewhere.close();
  await test.close();
});

it('has each event on the wire by the bell of its commit, while others write', async () => {
  const listener = await listenTo(feed, ours.scope);
  const [writers, turns] = [4, 50];
  const written: string[] = [];
  const writing = Array.from({ length: writers }, async (_, writer) => {
    for (let turn = 0; turn < turns; turn += 1) {
      written.push(`${writer}.${turn}`);
      await note(test.db, ours.scope, [`${writer}.${turn}`]);
    }
  });
  const heard = textsOf(await listener.take(writers * turns));
  await Promise.all(writing);
  await listener.leave();
  expect(heard.sort()).toEqual(written.sort());
});

async function hears(listener: Listener, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await note(elsewhere, ours.scope, [text]);
    expect(textsOf(await listener.take(1))).toEqual([text]);
  }
}

const bothListen = () => expect.poll(() => listening(test.owner)).toHaveLength(2);

it('hears of commits in other processes without polling for them', async () => {
  const listener = await listenTo(feed, ours.scope);
  await bothListen();
  await hears(listener, ['a', 'b', 'c']);
  await listener.leave();
});

it('hears of them again after its notification connection was cut', async () => {
  const listener = await listenTo(feed, ours.scope);
  await bothListen();
  await asOwner(test.owner, (client) => client.query('SELECT pg_terminate_backend($1)', [ear]));
  await hears(listener, ['while deaf']);
  await expect.poll(() => listening(test.owner)).not.toContain(ear);
  await bothListen();
  await hears(listener, ['d', 'e']);
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
  const arrival = listener.take(1);
  const looks = vi.spyOn(test.db, 'withTenant');
  await expect.poll(() => looks.mock.calls.length).toBeGreaterThan(2);
  looks.mockRestore();
  mayEnd.open();
  await blocker;
  expect(textsOf(await arrival)).toEqual(['held']);
  await listener.leave();
});

import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { until } from '../../../test/until.ts';
import { EventFeed } from './event-feed.ts';
import { LOG_START, positionOf } from './log-position.ts';
import type { EventPage } from './read-events.ts';
import { listenTo } from './testing/listener.ts';
import { listening } from './testing/listening.ts';
import { note, textsOf } from './testing/note.ts';
import { settled } from './testing/settled.ts';

const log = pino({ level: 'silent' });
let test: TestDatabase;
let feed: EventFeed;
let ours: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 12 });
});
afterEach(() => feed.close());
afterAll(() => test.close());

async function open(options: { capacity?: number; keepAliveMs?: number } = {}): Promise<void> {
  feed = new EventFeed({ db: test.db, log, ...options });
  ours = await newTenant();
}

/** A tenant whose birth no listener hears of any more: what a running transaction holds back counts as new. */
async function newTenant(): Promise<SeededTenant> {
  const tenant = await seedTenant(test.db, `t-${randomUUID().slice(0, 8)}`);
  await settled(test.db, tenant.scope);
  return tenant;
}

it('tells what is committed from now on, in order', async () => {
  await open();
  await note(test.db, ours.scope, ['before']);
  await settled(test.db, ours.scope);
  const listener = await listenTo(feed, ours.scope);
  await note(test.db, ours.scope, ['a', 'b']);
  await note(test.db, ours.scope, ['c']);
  expect(textsOf(await listener.take(3))).toEqual(['a', 'b', 'c']);
});

it('resumes after any event, through a long past into the present, each event once', async () => {
  await open();
  const texts = Array.from({ length: 450 }, (_, index) => `past ${index}`);
  await note(test.db, ours.scope, texts);
  const first = await listenTo(feed, ours.scope, LOG_START);
  const past = await first.take(451);
  expect(textsOf(past)).toEqual(texts);

  const resumed = await listenTo(feed, ours.scope, positionOf(past[100]?.id ?? ''));
  const live = Array.from({ length: 40 }, (_, index) => `live ${index}`);
  const writing = (async () => {
    for (const text of live) await note(test.db, ours.scope, [text]);
  })();
  expect(textsOf(await resumed.take(350 + 40))).toEqual([...texts.slice(100), ...live]);
  expect(textsOf(await first.take(40))).toEqual(live);
  await writing;
});

it('keeps tenants and entities apart', async () => {
  await open();
  const theirs = await newTenant();
  const [hq, north, stranger] = await Promise.all([
    listenTo(feed, ours.scope),
    listenTo(feed, ours.entityScope('north')),
    listenTo(feed, theirs.scope),
  ]);
  await note(test.db, ours.scope, ['south'], { entityId: ours.entities['south'] ?? null });
  await note(test.db, ours.scope, ['tenant-wide']);
  await note(test.db, ours.scope, ['north'], { entityId: ours.entities['north'] ?? null });
  await note(test.db, theirs.scope, ['theirs']);
  expect(textsOf(await hq.take(3))).toEqual(['south', 'tenant-wide', 'north']);
  expect(textsOf(await north.take(1))).toEqual(['north']);
  expect(textsOf(await stranger.take(1))).toEqual(['theirs']);
});

it('reads once for all who share a scope', async () => {
  await open();
  const entityScope = { ...ours.scope, entities: Object.values(ours.entities) };
  const reversed = { ...entityScope, entities: [...entityScope.entities].reverse() };
  const listeners = await Promise.all(
    Array.from({ length: 20 }, (_, index) => listenTo(feed, index % 2 ? entityScope : reversed)),
  );
  const entityId = ours.entities['north'] ?? null;
  const received = Promise.all(listeners.map((listener) => listener.take(1)));
  const transactions = vi.spyOn(test.db, 'withTenant');
  await note(test.db, ours.scope, ['to all'], { entityId });
  for (const events of await received) expect(textsOf(events)).toEqual(['to all']);
  const results: unknown[] = await Promise.all(transactions.mock.results.map(({ value }) => value));
  transactions.mockRestore();
  const found = (results as (EventPage | undefined)[]).filter((page) => page && page.events.length > 0);
  // Looks that find nothing do not count, for others may hold the event back; and who joins late reads for himself once.
  expect(found.length).toBeLessThan(listeners.length / 2);
});

it('closes a client that does not read, and gives it the rest when it comes back', async () => {
  await open({ capacity: 5 });
  const slow = await listenTo(feed, ours.scope);
  const quick = await listenTo(feed, ours.scope);
  await note(test.db, ours.scope, ['first']);
  const [seen] = await slow.take(1);
  await quick.take(1);
  // Five fill the line and the sixth breaks it; one more, because the quick client may be an event ahead of the slow one's line.
  const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  for (const text of texts) {
    await note(test.db, ours.scope, [text]);
    await quick.take(1);
  }
  expect(await slow.ended()).toBe(true);
  const back = await listenTo(feed, ours.scope, positionOf(seen?.id ?? ''));
  expect(textsOf(await back.take(texts.length))).toEqual(texts);
});

it('sends a keep-alive in silence', async () => {
  await open({ keepAliveMs: 20 });
  const items = feed.subscribe(ours.entityScope('north'), { signal: new AbortController().signal });
  await items.next();
  expect(await items.next()).toEqual({ value: { id: null, data: null }, done: false });
});

it('goes on where it stood after the database was away', async () => {
  await open();
  const listener = await listenTo(feed, ours.scope);
  await note(test.db, ours.scope, ['before']);
  await listener.take(1);
  const broken = vi.spyOn(test.db, 'withTenant').mockRejectedValueOnce(new Error('connection lost'));
  test.db.bells.emit('events', ours.id);
  await expect.poll(() => broken.mock.settledResults[0]?.type).toBe('rejected');
  broken.mockRestore();
  await note(test.db, ours.scope, ['after']);
  expect(textsOf(await listener.take(1))).toEqual(['after']);
});

it('ends a stream when its client leaves, and all of them when the feed closes', async () => {
  await open();
  const [leaving, staying] = [await listenTo(feed, ours.scope), await listenTo(feed, ours.scope)];
  await leaving.leave();
  expect(await leaving.ended()).toBe(true);
  await note(test.db, ours.scope, ['still here']);
  expect(textsOf(await staying.take(1))).toEqual(['still here']);
  const over = staying.ended();
  await feed.close();
  expect(await over).toBe(true);
  const late = feed.subscribe(ours.scope, { signal: new AbortController().signal });
  expect((await late.next()).done).toBe(true);
});

it('leaves no timer and no connection behind', async () => {
  await open();
  await feed.close();
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  feed = new EventFeed({ db: test.db, log });
  const listener = await listenTo(feed, ours.scope);
  const over = listener.ended();
  await note(test.db, ours.scope, ['one']);
  await over;
  await until(async () => ((await listening(test.owner)).length === 1 ? true : undefined));
  await feed.close();
  // Timers of the test runner come and go beside ours, and the server takes note of a connection's end a moment later.
  await until(async () => (timers() <= before ? true : undefined));
  await until(async () => ((await listening(test.owner)).length === 0 ? true : undefined));
});

import { randomUUID } from 'node:crypto';
import type { Event } from '@pebble/contract/events';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import type { Person } from '../../http/caller.ts';
import { createDispatch, type RawReply } from '../../http/dispatch.ts';
import { EventFeed } from './event-feed.ts';
import { eventRoutes } from './events.routes.ts';
import { note, textsOf } from './testing/note.ts';
import { settled } from './testing/settled.ts';

const log = pino({ level: 'silent' });
let test: TestDatabase;
let feed: EventFeed;
let ours: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase();
  feed = new EventFeed({ db: test.db, log });
  ours = await seedTenant(test.db, 'ours');
  await note(test.db, ours.scope, ['a'], { entityId: ours.entities['north'] ?? null });
  await note(test.db, ours.scope, ['b'], { entityId: ours.entities['south'] ?? null });
  await note(test.db, ours.scope, ['c'], { entityId: ours.entities['north'] ?? null });
  await settled(test.db, ours.scope);
});
afterAll(async () => {
  await feed.close();
  await test.close();
});

interface Ask {
  path?: string;
  query?: Record<string, string>;
  lastEventId?: string;
  entities?: Person['entities'];
  streamMs?: number;
}

function get({ path = '/api/v1/events/', query = {}, lastEventId, ...how }: Ask): Promise<RawReply> {
  const caller: Person = {
    kind: 'person',
    userId: randomUUID(),
    sessionId: randomUUID(),
    tenantId: ours.id,
    role: 'manager',
    entities: how.entities ?? 'all',
  };
  const routes = eventRoutes({ feed, ...(how.streamMs ? { streamMs: how.streamMs } : {}) });
  const dispatch = createDispatch({ routes, db: test.db, authenticate: async () => caller, log });
  return dispatch({
    method: 'GET',
    path,
    query,
    header: (name) => (name === 'last-event-id' ? lastEventId : undefined),
    address: null,
    readBody: async () => new Uint8Array(),
    signal: new AbortController().signal,
  });
}

function stream(ask: Ask): Promise<RawReply> {
  return get({ ...ask, path: '/api/v1/events/stream/' });
}

async function page(query: Record<string, string>): Promise<{ items: Event[]; next_cursor: string | null }> {
  const reply = await get({ query });
  expect(reply.status).toBe(200);
  return reply.body as { items: Event[]; next_cursor: string | null };
}

/** The texts of the first `count` events of a stream. */
async function heard(reply: RawReply, count: number): Promise<unknown[]> {
  const events: Event[] = [];
  for await (const item of reply.stream ?? []) {
    if (item.data) events.push(item.data as Event);
    if (events.length === count) break;
  }
  return textsOf(events);
}

it('lists the log page by page, oldest first, and says when it has come to the end', async () => {
  const first = await page({ limit: '3' });
  expect(textsOf(first.items)).toEqual(['a', 'b']);
  const second = await page({ limit: '3', cursor: first.next_cursor ?? '' });
  expect(textsOf(second.items)).toEqual(['c']);
  expect(second.next_cursor).toBeNull();
  expect(textsOf((await page({ type: 'flow.note', limit: '2' })).items)).toEqual(['a', 'b']);
});

it('lists only what the caller may see', async () => {
  const reply = await get({ entities: [ours.entities['north'] ?? ''] });
  expect(textsOf((reply.body as { items: Event[] }).items)).toEqual(['a', 'c']);
});

it('refuses a cursor it did not hand out, by name, before any stream begins', async () => {
  const refusals = await Promise.all([
    get({ query: { cursor: 'yesterday' } }),
    stream({ query: { last_event_id: 'yesterday' } }),
    stream({ lastEventId: 'yesterday' }),
  ]);
  expect(refusals.map(({ status, body }) => [status, (body as { errors: unknown[] }).errors])).toEqual(
    ['query.cursor', 'query.last_event_id', 'header.Last-Event-ID'].map((path) => [
      422,
      [expect.objectContaining({ path })],
    ]),
  );
});

it('streams on from the last event id, where the header knows better than the URL', async () => {
  const { items } = await page({ type: 'flow.note' });
  const [a, b] = items.map((event) => event.id);
  expect(await heard(await stream({ query: { last_event_id: a ?? '' } }), 2)).toEqual(['b', 'c']);
  const both = await stream({ query: { last_event_id: a ?? '' }, lastEventId: b ?? '' });
  expect(await heard(both, 1)).toEqual(['c']);
});

it('streams in the scope of the caller', async () => {
  const { items } = await page({ limit: '1' });
  const entities = [ours.entities['north'] ?? ''];
  expect(await heard(await stream({ lastEventId: items[0]?.id ?? '', entities }), 2)).toEqual(['a', 'c']);
});

it('ends a stream when its token must be renewed', async () => {
  const reply = await stream({ streamMs: 20 });
  expect(await heard(reply, Infinity)).toEqual([]);
});

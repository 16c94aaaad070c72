import { defineEndpoint, type Endpoint } from '@pebble/contract/endpoint';
import { NOTHING } from '@pebble/contract/nothing';
import type { Role } from '@pebble/contract/roles';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { newId } from '../db/new-id.ts';
import { appendEvent } from '../features/events/append-event.ts';
import { createLog } from '../log/create-log.ts';
import { createDispatch, type Dispatch, type RawRequest } from './dispatch.ts';
import { ApiProblem } from './problem.ts';
import { inTenant, plain, streaming, type StreamItem } from './route.ts';

const base = {
  method: 'POST',
  summary: 'For a test.',
  access: ['admin'],
  audit: { none: 'test' },
} as const satisfies Partial<Endpoint>;
const text = z.object({ text: z.string() });
const save = defineEndpoint({
  ...base,
  id: 'save',
  path: '/api/v1/save/',
  body: text,
  reply: text,
  audit: { event: 'blacklist.added' },
});
const wide = defineEndpoint({ ...base, id: 'wide', path: '/api/v1/wide/', reply: text });
const wrong = defineEndpoint({ ...base, id: 'wrong', path: '/api/v1/wrong/', reply: text });
const away = defineEndpoint({ ...base, id: 'away', path: '/api/v1/away/', reply: text });
const refuse = defineEndpoint({ ...base, id: 'refuse', path: '/api/v1/refuse/', reply: text });
const done = defineEndpoint({ ...base, id: 'done', path: '/api/v1/done/', reply: NOTHING, status: 204 });
const open = defineEndpoint({ ...base, id: 'open', path: '/open/', reply: text, access: 'public' });
const live = defineEndpoint({ ...base, id: 'live', path: '/api/v1/live/', reply: text, stream: true });

let test: TestDatabase;
let ours: SeededTenant;
let dispatch: Dispatch;
let role: Exclude<Role, 'flow'> = 'admin';
let order: string[] = [];
let lines: string[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
  const routes = [
    inTenant(save, async (tx, call) => {
      order.push('handler');
      const pattern = `${call.body.text}.example`;
      await tx.sql('blacklist').insert({ id: newId(), tenant_id: ours.id, pattern });
      await appendEvent(tx, { type: 'blacklist.added', data: { pattern } });
      return call.body;
    }),
    plain(wide, async () => ({ text: 'shown', password_hash: 'a column too many' })),
    plain(wrong, async () => ({ text: 7 }) as never),
    plain(away, async () => Promise.reject(Object.assign(new Error('starting up'), { code: '57P03' }))),
    plain(refuse, async () => Promise.reject(new ApiProblem('not_found', { detail: 'gone' }))),
    plain(done, async () => ({ text: 'nobody sees this' }) as never),
    plain(open, async (_db, _call, caller) => ({ text: String(caller) })),
    streaming(live, failingStream),
  ];
  dispatch = createDispatch({
    routes,
    db: test.db,
    log: createLog('info', { write: (line: string) => void lines.push(line) }),
    authenticate: async (header) => {
      order.push('token');
      if (header !== 'Bearer good') throw new ApiProblem('unauthenticated');
      const [userId, sessionId] = [newId(), newId()];
      return { kind: 'person', userId, sessionId, tenantId: ours.id, role, entities: 'all' };
    },
  });
});
beforeEach(() => {
  [order, lines, role] = [[], [], 'admin'];
});
afterAll(() => test.close());

async function* failingStream(): AsyncGenerator<StreamItem<{ text: string }>> {
  yield { id: '1', data: { text: 'first' } };
  throw new Error('the database went away');
}

function send(path: string, change: Partial<RawRequest> & { body?: string; headers?: object } = {}) {
  const { body = '', headers = { authorization: 'Bearer good' }, ...rest } = change;
  return dispatch({
    method: 'POST',
    path,
    query: {},
    header: (name) => (headers as Record<string, string>)[name],
    address: null,
    readBody: async () => {
      order.push('body');
      return new TextEncoder().encode(body);
    },
    signal: new AbortController().signal,
    ...rest,
  });
}
const log = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a request', () => {
  it('is asked for its token first, then for its body, and only then run', async () => {
    expect((await send('/api/v1/save/', { body: '{"text":"a"}' })).status).toBe(200);
    expect(order).toEqual(['token', 'body', 'handler']);
  });

  it('of a stranger, or of a role that may not, has its body left unread', async () => {
    expect((await send('/api/v1/save/', { headers: {} })).status).toBe(401);
    role = 'agent';
    expect(await send('/api/v1/save/')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(order).toEqual(['token', 'token']);
  });

  it('by a wrong method or to nowhere is told so only with a token, and unread', async () => {
    for (const [path, method, status] of [
      ['/api/v1/save/', 'GET', 405],
      ['/api/v1/nowhere/', 'POST', 404],
    ] as const) {
      expect((await send(path, { method, headers: {} })).status).toBe(401);
      expect((await send(path, { method })).status).toBe(status);
    }
    expect(order).not.toContain('body');
  });

  it('to a public endpoint needs no token, and one that it brings counts for nothing', async () => {
    expect((await send('/open/')).body).toEqual({ text: 'null' });
    expect((await send('/elsewhere/')).status).toBe(404);
    expect(order).toEqual([]);
  });
});

describe('the correlation id', () => {
  it('of the caller is in the reply, the rows, the event and the log line', async () => {
    const headers = { authorization: 'Bearer good', 'x-correlation-id': 'gateway-0001' };
    const reply = await send('/api/v1/save/', { body: '{"text":"traced"}', headers });
    expect(reply.headers['x-correlation-id']).toBe('gateway-0001');
    const where = { correlation_id: 'gateway-0001' };
    const [rows, events] = await test.db.withTenant(ours.scope, async (tx) => [
      await tx.sql('blacklist').where(where).select('pattern', 'source_system'),
      await tx.sql('events').where(where).select('type'),
    ]);
    expect(rows).toEqual([{ pattern: 'traced.example', source_system: 'api' }]);
    expect(events).toEqual([{ type: 'blacklist.added' }]);
    expect(log()).toMatchObject([where]);
  });

  it('is the instance of a problem, and one that could break a log line is replaced', async () => {
    const headers = { authorization: 'Bearer good', 'x-correlation-id': 'two\nlines' };
    const reply = await send('/api/v1/refuse/', { headers });
    const { instance } = reply.body as { instance: string };
    expect(instance).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers['x-correlation-id']).toBe(instance);
    expect(log()).toMatchObject([{ correlation_id: instance, status: 404 }]);
  });
});

describe('a reply', () => {
  it('is stripped of what the contract does not name', async () => {
    expect((await send('/api/v1/wide/')).body).toEqual({ text: 'shown' });
  });

  it('outside the contract is a 500 that shows nothing of it', async () => {
    expect(await send('/api/v1/wrong/')).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(log().map((line) => line['msg'])).toEqual(['request failed', 'request']);
  });

  it('while the database is away asks the client to come again in a moment', async () => {
    const reply = await send('/api/v1/away/');
    expect(reply).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'not_ready' },
    });
    expect(log().map((line) => line['msg'])).toEqual(['the database is away', 'request']);
  });

  it('with 204 has no body and no type', async () => {
    const reply = await send('/api/v1/done/');
    expect(reply.status).toBe(204);
    expect(reply.body).toBeUndefined();
    expect(reply.headers['content-type']).toBeUndefined();
  });

  it('that streams ends when its source fails, and the log says so', async () => {
    const { stream } = await send('/api/v1/live/');
    const items: unknown[] = [];
    for await (const item of stream ?? []) items.push(item);
    expect(items).toEqual([{ id: '1', data: { text: 'first' } }]);
    expect(log().map((line) => line['msg'])).toContain('stream failed');
  });
});

describe('the log', () => {
  it('has one line for each request, with what and how long, and no word of its payload', async () => {
    await send('/api/v1/save/', { body: '{"text":"confidential"}', query: { q: 'confidential' } });
    await send('/api/v1/save/', { body: '{"text":7, "confidential":"confidential"}' });
    await send('/api/v1/nowhere/confidential/');
    expect(log()).toMatchObject([
      { msg: 'request', endpoint: 'save', method: 'POST', status: 200, ms: expect.any(Number) },
      { msg: 'request', endpoint: 'save', status: 422 },
      { msg: 'request', endpoint: 'none', status: 404 },
    ]);
    expect(lines.join('')).not.toContain('confidential');
    expect(lines.join('')).not.toContain('good');
  });

  it('keeps quiet about the row that a database error quotes', async () => {
    await send('/api/v1/save/', { body: '{"text":"confidential"}' });
    const reply = await send('/api/v1/save/', { body: '{"text":"confidential"}' });
    expect(reply.status).toBe(500);
    expect(log().map((line) => line['msg'])).toContain('request failed');
    expect(lines.join('')).not.toContain('confidential');
  });
});

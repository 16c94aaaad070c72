import { ENDPOINTS } from '@pebble/contract/endpoints';
import { takesBody, type Endpoint } from '@pebble/contract/endpoint';
import { PERSON_ROLES, type Role } from '@pebble/contract/roles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeForTest } from './placed-card.ts';
import { createTestCore, type TestCore, type TestRequest } from './test-core.ts';

/**
 * The matrix: every endpoint of the contract × no token, expired token, refresh token, token of each role, token of another
 * tenant. A new endpoint is in it from the moment it is defined.
 */
let test: TestCore;
let clock = Date.now();
const tokens = new Map<Role, string>();
let jobToken = '';

beforeAll(async () => {
  test = await createTestCore({ now: () => clock });
  for (const role of PERSON_ROLES) tokens.set(role, await test.signIn(role));
  const { trackingId, entityId } = await placeForTest(test);
  jobToken = test.core.issueJobToken({
    tenantId: test.ours.id,
    entityId,
    inboundId: trackingId,
    flowId: 'email-triage',
  });
});
afterAll(() => test.close());

function requestFor(endpoint: Endpoint, token?: string): TestRequest {
  const { params = {}, query = {}, body } = endpoint.example;
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const search = new URLSearchParams(query).toString();
  return {
    method: endpoint.method,
    path: search === '' ? path : `${path}?${search}`,
    token,
    ...(takesBody(endpoint) ? { body: body ?? {} } : {}),
  };
}

const status = async (endpoint: Endpoint, token?: string) =>
  (await test.send(requestFor(endpoint, token))).status;
const guarded = ENDPOINTS.filter((endpoint) => endpoint.access !== 'public');

describe.each(guarded.map((endpoint) => [endpoint.id, endpoint] as const))('%s', (_, endpoint) => {
  it('is 401 without a token, with nonsense, and with a token that has expired', async () => {
    expect(await status(endpoint)).toBe(401);
    expect(await status(endpoint, 'nonsense')).toBe(401);
    const agent = tokens.get('agent');
    clock += 16 * 60_000;
    expect(await status(endpoint, agent)).toBe(401);
    clock -= 16 * 60_000;
  });

  it('is open to the roles it names, and 403 to all others', async () => {
    const allowed: string[] = [];
    for (const role of PERSON_ROLES) {
      // The sign-out example would end the session that the next endpoint needs.
      const token = endpoint.id === 'signOut' ? await test.signIn(role) : tokens.get(role);
      if ((await status(endpoint, token)) !== 403) allowed.push(role);
    }
    if ((await status(endpoint, jobToken)) !== 403) allowed.push('flow');
    expect(allowed.sort()).toEqual([...(endpoint.access as readonly Role[])].sort());
  });

  it('never fails on its own example', async () => {
    const [role = 'admin'] = endpoint.access as readonly Role[];
    const token = role === 'flow' ? jobToken : await test.signIn(role);
    expect(await status(endpoint, token)).toBeLessThan(500);
  });
});

describe('the contract', () => {
  it('has unique ids and paths, and documents itself', () => {
    expect(new Set(ENDPOINTS.map((endpoint) => endpoint.id)).size).toBe(ENDPOINTS.length);
    const routes = ENDPOINTS.map(
      (endpoint) => `${endpoint.method} ${endpoint.path.replace(/\{\w+\}/g, '{}')}`,
    );
    expect(new Set(routes).size).toBe(ENDPOINTS.length);
    for (const endpoint of ENDPOINTS) expect(endpoint.summary, endpoint.id).toMatch(/\.$/);
  });

  it('leaves only sign-in, refresh, signed deliveries and wake-up calls open under /api/v1', () => {
    const open = ENDPOINTS.filter(
      (endpoint) => endpoint.access === 'public' && endpoint.path.startsWith('/api/v1'),
    );
    expect(open.map((endpoint) => endpoint.id).sort()).toEqual([
      ...['receiveFeedPush', 'receiveFromSource', 'refreshToken', 'signIn'],
    ]);
  });

  it('answers 401 to strangers even where there is nothing', async () => {
    expect((await test.send({ path: '/api/v1/no-such-thing/' })).status).toBe(401);
    expect((await test.send({ path: '/api/v1/no-such-thing/', token: tokens.get('admin') })).status).toBe(
      404,
    );
  });
});

describe('a token of another tenant', () => {
  it('finds nothing of ours by id, and sees none of it in any list', async () => {
    const { cardId, trackingId } = await placeForTest(test);
    const foreign = await test.signIn('admin', 'theirs');
    for (const path of [`/api/v1/cards/${cardId}/`, `/api/v1/ingestion/${trackingId}/`]) {
      expect((await test.send({ path, token: foreign })).status, path).toBe(404);
      expect((await test.send({ path, token: tokens.get('admin') })).status, path).toBe(200);
    }
    const move = { method: 'POST', path: `/api/v1/cards/${cardId}/move/`, body: { to: 'qualified' } };
    expect((await test.send({ ...move, token: foreign })).status).toBe(404);
    const marks = [test.ours.id, ...Object.values(test.ours.entities), cardId, trackingId, 'ours.example'];
    for (const endpoint of guarded.filter(
      (one) => one.method === 'GET' && !one.stream && !one.path.includes('{'),
    )) {
      if (!(endpoint.access as readonly Role[]).includes('admin')) continue;
      const shown = JSON.stringify((await test.send({ path: endpoint.path, token: foreign })).body);
      for (const mark of marks) expect(shown.includes(mark), `${endpoint.id} shows ${mark}`).toBe(false);
    }
  });

  it('cannot reach a card of another entity of its own tenant either', async () => {
    const { cardId } = await placeForTest(test, 'south');
    const north = { path: `/api/v1/cards/${cardId}/`, token: tokens.get('manager') };
    expect((await test.send(north)).status).toBe(404);
    expect((await test.send({ ...north, token: tokens.get('admin') })).status).toBe(200);
  });
});

import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RawReply } from '../../http/dispatch.ts';
import { createAuthFixture, pairOf, type AuthFixture } from './testing/auth-fixture.ts';

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

let fixture: AuthFixture;
let first: string;
beforeAll(async () => {
  fixture = await createAuthFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  first = (await fixture.signIn('manager@alpha.example')).refresh;
});

const refresh = (token: string) => fixture.refresh(token);
const next = async (token: string) => pairOf(await refresh(token)).refresh;
const claimsOf = (token: string) => jwt.decode(token) as Record<string, unknown>;
const sessionOf = (token: string) => String(claimsOf(token)['session_id']);

function pass(milliseconds: number): void {
  fixture.clock.now += milliseconds;
}

async function expectRejected(reply: Promise<RawReply>): Promise<void> {
  expect(await reply).toMatchObject({ status: 401, body: { code: 'refresh_rejected' } });
}

async function inAlpha(table: string, where: object, change: object): Promise<void> {
  await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) => sql(table).where(where).update(change));
}

async function reuseEvents(session: string): Promise<number> {
  const events = await fixture.events(fixture.alpha, 'session.reuse_detected');
  return events.filter((data) => data['session_id'] === session).length;
}

test('each exchange brings a new pair of the same session, and its event', async () => {
  const pair = pairOf(await refresh(first));
  expect(pair).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
  expect(pair.refresh).not.toBe(first);
  expect(sessionOf(pair.refresh)).toBe(sessionOf(first));
  expect((await fixture.send('GET', '/api/v1/me/', { token: pair.access })).status).toBe(200);
  const events = await fixture.events(fixture.alpha, 'session.refreshed');
  expect(events.at(-1)).toMatchObject({ session_id: sessionOf(first), repeated: false });
  expect((await refresh(pair.refresh)).status).toBe(200);
});

test('a stolen token used after the owner ends the session for both', async () => {
  const stolen = first;
  const owners = pairOf(await refresh(first));
  pass(11 * SECOND);
  await expectRejected(refresh(stolen));
  await expectRejected(refresh(owners.refresh));
  expect((await fixture.send('GET', '/api/v1/me/', { token: owners.access })).status).toBe(401);
  expect(await reuseEvents(sessionOf(first))).toBe(1);
});

test('a stolen token used before the owner ends the session for both', async () => {
  const thiefs = pairOf(await refresh(first));
  const thiefsNext = pairOf(await refresh(thiefs.refresh));
  pass(11 * SECOND);
  await expectRejected(refresh(first));
  await expectRejected(refresh(thiefsNext.refresh));
  expect((await fixture.send('GET', '/api/v1/me/', { token: thiefsNext.access })).status).toBe(401);
  expect(await reuseEvents(sessionOf(first))).toBe(1);
});

test('reuse shuts out an access token that was just believed', async () => {
  const { access } = pairOf(await refresh(first));
  pass(11 * SECOND);
  expect((await fixture.send('GET', '/api/v1/me/', { token: access })).status).toBe(200);
  await expectRejected(refresh(first));
  expect((await fixture.send('GET', '/api/v1/me/', { token: access })).status).toBe(401);
});

test('reuse ends one session, not the others of the person', async () => {
  const elsewhere = (await fixture.signIn('manager@alpha.example')).refresh;
  await next(first);
  pass(11 * SECOND);
  await expectRejected(refresh(first));
  expect((await refresh(elsewhere)).status).toBe(200);
});

test('within ten seconds the previous token brings the very same successor', async () => {
  const successor = await next(first);
  pass(10 * SECOND);
  const again = pairOf(await refresh(first));
  expect(again.refresh).toBe(successor);
  expect((await refresh(successor)).status).toBe(200);
  const events = await fixture.events(fixture.alpha, 'session.refreshed');
  expect(events.map((data) => data['repeated'])).toContain(true);
});

test('one moment after the grace it is reuse', async () => {
  await next(first);
  pass(10 * SECOND + 1);
  await expectRejected(refresh(first));
  expect(await reuseEvents(sessionOf(first))).toBe(1);
});

test('once the successor was used the grace is over', async () => {
  const second = await next(first);
  const third = await next(second);
  await expectRejected(refresh(first));
  await expectRejected(refresh(third));
  expect(await reuseEvents(sessionOf(first))).toBe(1);
});

test('tabs that race all live, with one successor', async () => {
  const replies = await Promise.all(Array.from({ length: 10 }, () => refresh(first)));
  const successors = new Set(replies.map((reply) => pairOf(reply).refresh));
  expect(successors.size).toBe(1);
  const rows = await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) =>
    sql('refresh_tokens')
      .where({ session_id: sessionOf(first) })
      .pluck<string[]>('id'),
  );
  expect(rows).toHaveLength(2);
  expect(await reuseEvents(sessionOf(first))).toBe(0);
  expect((await refresh([...successors][0] ?? '')).status).toBe(200);
});

test('many thieves at once are one event', async () => {
  await next(first);
  pass(11 * SECOND);
  const replies = await Promise.all(Array.from({ length: 10 }, () => refresh(first)));
  expect(replies.map((reply) => reply.status)).toEqual(Array(10).fill(401));
  expect(await reuseEvents(sessionOf(first))).toBe(1);
});

test('a demotion takes effect at the next exchange', async () => {
  const token = (await fixture.signIn('ops@alpha.example')).refresh;
  const user_id = claimsOf(token)['user_id'];
  await fixture.db.withTenant(fixture.alpha.scope, async ({ sql }) => {
    await sql('memberships').where({ user_id }).delete();
    await sql('memberships').insert({
      id: randomUUID(),
      tenant_id: fixture.alpha.id,
      user_id,
      role: 'client',
      entity_id: fixture.alpha.entities['south'],
    });
  });
  const { access } = pairOf(await refresh(token));
  expect(claimsOf(access)).toMatchObject({ role: 'client', entities: [fixture.alpha.entities['south']] });
});

test('who lost every role is refused', async () => {
  const token = (await fixture.signIn('admin@alpha.example')).refresh;
  await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) =>
    sql('memberships')
      .where({ user_id: claimsOf(token)['user_id'] })
      .delete(),
  );
  await expectRejected(refresh(token));
});

test('a disabled person is refused, and the token is not spent', async () => {
  const token = (await fixture.signIn('agent@alpha.example')).refresh;
  await inAlpha('users', { email: 'agent@alpha.example' }, { disabled_at: new Date() });
  await expectRejected(refresh(token));
  await inAlpha('users', { email: 'agent@alpha.example' }, { disabled_at: null });
  expect((await refresh(token)).status).toBe(200);
});

test('a session that was ended is refused without crying theft', async () => {
  await next(first);
  pass(11 * SECOND);
  await inAlpha('sessions', { id: sessionOf(first) }, { revoked_at: new Date() });
  await expectRejected(refresh(first));
  expect(await reuseEvents(sessionOf(first))).toBe(0);
});

test('a token lives fourteen days', async () => {
  pass(14 * DAY - SECOND);
  const second = await next(first);
  pass(14 * DAY);
  await expectRejected(refresh(second));
});

test('a session ends after thirty days however busy it is', async () => {
  let token = first;
  const opened = fixture.clock.now;
  for (const day of [10, 20, 29]) {
    fixture.clock.now = opened + day * DAY;
    token = await next(token);
  }
  expect(claimsOf(token)['exp']).toBe(Math.floor((opened + 30 * DAY) / SECOND));
  fixture.clock.now = opened + 30 * DAY - 60 * SECOND;
  const last = pairOf(await refresh(token));
  expect(last.expires_in).toBe(60);
  pass(60 * SECOND);
  await expectRejected(refresh(last.refresh));
});

test.each([
  ['rubbish', () => 'rubbish'],
  ['an access token', async () => (await fixture.signIn('manager@alpha.example')).access],
  ['a token of a session that never was', () => sign({ sessionId: randomUUID() })],
  ['a token that was never issued', () => sign({})],
  ['a token of somebody else in the session', () => sign({ userId: randomUUID() })],
  ['a token of another tenant', () => sign({ tenantId: fixture.beta.id })],
])('%s is refused', async (_case, token) => {
  await expectRejected(refresh(await token()));
  expect((await refresh(first)).status).toBe(200);
});

/** A well-signed refresh token like the first one, changed, with an id that no row has. */
function sign(change: { sessionId?: string; userId?: string; tenantId?: string }): string {
  const { session_id, user_id, tenant_id } = claimsOf(first);
  return fixture.auth.tokens.issueRefreshToken({
    id: randomUUID(),
    sessionId: String(session_id),
    userId: String(user_id),
    tenantId: String(tenant_id),
    issuedAt: new Date(fixture.clock.now),
    expiresAt: new Date(fixture.clock.now + DAY),
    ...change,
  });
}

import type { Session } from '@pebble/contract/auth';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { z } from 'zod';
import { createAuthFixture, type AuthFixture } from './testing/auth-fixture.ts';

let fixture: AuthFixture;
let agent: { access: string; refresh: string };
let admin: { access: string; refresh: string };
beforeAll(async () => {
  fixture = await createAuthFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  agent = await fixture.signIn('agent@alpha.example');
  admin = await fixture.signIn('admin@alpha.example');
});

const sessionOf = (token: string) => (jwt.decode(token) as { session_id: string }).session_id;
const signOut = (token: string) => fixture.send('POST', '/api/v1/token/revoke/', { token });
const revoke = (token: string, id: string) => fixture.send('DELETE', `/api/v1/sessions/${id}/`, { token });
const statusOfMe = async (token: string) => (await fixture.send('GET', '/api/v1/me/', { token })).status;

async function list(token: string, query = ''): Promise<z.infer<typeof Session>[]> {
  const reply = await fixture.send('GET', `/api/v1/sessions/${query}`, { token });
  expect(reply.status).toBe(200);
  return (reply.body as { items: z.infer<typeof Session>[] }).items;
}

test('signing out ends access and refresh at once', async () => {
  expect(await statusOfMe(agent.access)).toBe(200);
  expect((await signOut(agent.access)).status).toBe(204);
  expect(await statusOfMe(agent.access)).toBe(401);
  expect((await fixture.refresh(agent.refresh)).body).toMatchObject({ code: 'refresh_rejected' });
  const closed = await fixture.events(fixture.alpha, 'session.closed');
  expect(closed.at(-1)).toMatchObject({ session_id: sessionOf(agent.access) });
});

test('signing out twice at once is told once', async () => {
  const before = (await fixture.events(fixture.alpha, 'session.closed')).length;
  const replies = await Promise.all([signOut(agent.access), signOut(agent.access)]);
  expect(replies.map((reply) => reply.status)).toContain(204);
  expect(await fixture.events(fixture.alpha, 'session.closed')).toHaveLength(before + 1);
});

test('signing out leaves the other sessions of the person', async () => {
  const other = await fixture.signIn('agent@alpha.example');
  await signOut(agent.access);
  expect(await statusOfMe(other.access)).toBe(200);
});

test('the list holds the own open sessions, the current one marked', async () => {
  const other = await fixture.signIn('agent@alpha.example', { userAgent: 'Other/1', address: '192.0.2.3' });
  const items = await list(agent.access);
  expect(new Set(items.map((item) => item.email))).toEqual(new Set(['agent@alpha.example']));
  expect(items.filter((item) => item.current).map((item) => item.id)).toEqual([sessionOf(agent.access)]);
  expect(items.find((item) => item.id === sessionOf(other.access))).toMatchObject({
    user_agent: 'Other/1',
    address: '192.0.2.3',
    opened_at: new Date(fixture.clock.now).toISOString(),
  });
  await signOut(other.access);
  expect((await list(agent.access)).map((item) => item.id)).not.toContain(sessionOf(other.access));
});

test('refreshing moves a session to the top and shows when', async () => {
  const other = await fixture.signIn('agent@alpha.example');
  fixture.clock.now += 60_000;
  await fixture.refresh(agent.refresh);
  const [top] = await list(other.access);
  expect(top).toMatchObject({
    id: sessionOf(agent.access),
    last_used_at: new Date(fixture.clock.now).toISOString(),
  });
});

test('a session that ran out is not listed', async () => {
  fixture.clock.now += 15 * 24 * 3600 * 1000;
  const fresh = await fixture.signIn('agent@alpha.example');
  expect((await list(fresh.access)).map((item) => item.id)).toEqual([sessionOf(fresh.access)]);
});

test('an admin sees all of the tenant and nobody of another', async () => {
  const foreign = await fixture.signIn('agent@beta.example');
  const ids = (await list(admin.access, '?all=true')).map((item) => item.id);
  expect(ids).toEqual(expect.arrayContaining([sessionOf(agent.access), sessionOf(admin.access)]));
  expect(ids).not.toContain(sessionOf(foreign.access));
  expect((await list(admin.access)).map((item) => item.email)).not.toContain('agent@alpha.example');
});

test('only an admin may ask for all', async () => {
  const reply = await fixture.send('GET', '/api/v1/sessions/?all=true', { token: agent.access });
  expect(reply).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('a person ends another session of their own', async () => {
  const other = await fixture.signIn('agent@alpha.example');
  expect(await statusOfMe(other.access)).toBe(200);
  expect((await revoke(agent.access, sessionOf(other.access))).status).toBe(204);
  expect(await statusOfMe(other.access)).toBe(401);
  expect(await statusOfMe(agent.access)).toBe(200);
  const revoked = await fixture.events(fixture.alpha, 'session.revoked');
  expect(revoked.at(-1)).toMatchObject({ session_id: sessionOf(other.access) });
});

test('an admin ends any session of the tenant', async () => {
  expect((await revoke(admin.access, sessionOf(agent.access))).status).toBe(204);
  expect(await statusOfMe(agent.access)).toBe(401);
});

test("a colleague's session does not exist for others", async () => {
  const manager = await fixture.signIn('manager@alpha.example');
  expect(await revoke(manager.access, sessionOf(agent.access))).toMatchObject({ status: 404 });
  expect(await statusOfMe(agent.access)).toBe(200);
});

test("another tenant's session does not exist, not even for an admin", async () => {
  const foreign = await fixture.signIn('agent@beta.example');
  const reply = await revoke(admin.access, sessionOf(foreign.access));
  expect(reply).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await statusOfMe(foreign.access)).toBe(200);
});

test('a session that was ended already is not found', async () => {
  await signOut(agent.access);
  expect((await revoke(admin.access, sessionOf(agent.access))).status).toBe(404);
});

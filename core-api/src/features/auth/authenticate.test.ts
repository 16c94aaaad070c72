import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthFixture, type AuthFixture } from './testing/auth-fixture.ts';

let fixture: AuthFixture;
beforeAll(async () => {
  fixture = await createAuthFixture();
});
afterAll(() => fixture.close());

function authenticate(header: string | undefined) {
  return fixture.auth.authenticate(header);
}

test('an access token makes the person that signed in', async () => {
  const { access } = await fixture.signIn('manager@alpha.example');
  expect(await authenticate(`Bearer ${access}`)).toEqual({
    kind: 'person',
    userId: expect.any(String),
    sessionId: expect.any(String),
    tenantId: fixture.alpha.id,
    role: 'manager',
    entities: [fixture.alpha.entities['north']],
  });
});

test('an HQ role sees every entity', async () => {
  const { access } = await fixture.signIn('ops@beta.example');
  expect(await authenticate(`Bearer ${access}`)).toMatchObject({
    tenantId: fixture.beta.id,
    entities: 'all',
  });
});

test('a job token makes the job that it is bound to, without a session', async () => {
  const job = {
    tenantId: randomUUID(),
    entityId: randomUUID(),
    inboundId: randomUUID(),
    flowId: 'email-triage',
  };
  const token = fixture.auth.tokens.issueJobToken(job);
  expect(await authenticate(`Bearer ${token}`)).toEqual({
    ...{ kind: 'job', role: 'flow', ...job, repair: 0 },
    ...{ leaseId: null, correlationId: null },
  });
  const repaired = fixture.auth.tokens.issueJobToken({ ...job, repair: 7 });
  expect(await authenticate(`Bearer ${repaired}`)).toMatchObject({ kind: 'job', repair: 7 });
});

test('the scheme may be written in any case', async () => {
  const { access } = await fixture.signIn('agent@alpha.example');
  expect(await authenticate(`bearer ${access}`)).toMatchObject({ role: 'agent' });
});

test.each([
  ['nothing', undefined],
  ['an empty header', ''],
  ['no token', 'Bearer '],
  ['another scheme', 'Basic dXNlcjpwYXNz'],
  ['rubbish', 'Bearer rubbish'],
  ['rubbish in three parts', 'Bearer a.b.c'],
])('%s is refused', async (_case, header) => {
  await expect(authenticate(header)).rejects.toMatchObject({
    code: 'unauthenticated',
    extras: { detail: 'invalid' },
  });
});

test('two tokens in one header are refused', async () => {
  const { access } = await fixture.signIn('agent@alpha.example');
  await expect(authenticate(`Bearer ${access} ${access}`)).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(authenticate(`Bearer ${access}, Bearer x`)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a refresh token opens no endpoint', async () => {
  const { refresh } = await fixture.signIn('agent@alpha.example');
  const reply = await fixture.send('GET', '/api/v1/me/', { token: refresh });
  expect(reply).toMatchObject({ status: 401, body: { code: 'unauthenticated', detail: 'invalid' } });
});

test('an expired token is told from an invalid one', async () => {
  const { access } = await fixture.signIn('agent@alpha.example');
  fixture.clock.now += 15 * 60 * 1000;
  const reply = await fixture.send('GET', '/api/v1/me/', { token: access });
  expect(reply).toMatchObject({ status: 401, body: { detail: 'expired' } });
  expect(reply.headers['www-authenticate']).toBe('Bearer');
});

test('a job token is refused where only people may go', async () => {
  const ids = { tenantId: fixture.alpha.id, entityId: randomUUID(), inboundId: randomUUID() };
  const token = fixture.auth.tokens.issueJobToken({ ...ids, flowId: 'email-triage' });
  expect((await fixture.send('GET', '/api/v1/me/', { token })).status).toBe(403);
});

import { randomUUID } from 'node:crypto';
import { TokenPair } from '@pebble/contract/auth';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asOwner } from '../../db/owner.ts';
import { systemScope } from '../../db/scope.ts';
import { PASSWORD, createAuthFixture, type AuthFixture } from './testing/auth-fixture.ts';

let fixture: AuthFixture;
beforeAll(async () => {
  fixture = await createAuthFixture();
});
afterAll(() => fixture.close());

function post(email: string, password: string, address?: string) {
  return fixture.send('POST', '/api/v1/token/', {
    body: { email, password },
    ...(address === undefined ? {} : { address }),
  });
}

/** Runs `change` on somebody's user row and undoes nothing: each test that needs it takes its own person. */
async function changeUser(email: string, change: object): Promise<void> {
  await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) => sql('users').where({ email }).update(change));
}

test('credentials bring both tokens with the claims of the person', async () => {
  const reply = await post('manager@alpha.example', PASSWORD);
  expect(reply.status).toBe(200);
  const pair = TokenPair.parse(reply.body);
  expect(pair).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
  expect(jwt.decode(pair.access)).toMatchObject({
    type: 'access',
    iss: 'pebble',
    aud: 'pebble-api',
    tenant_id: fixture.alpha.id,
    role: 'manager',
    entities: [fixture.alpha.entities['north']],
  });
  expect(jwt.decode(pair.refresh)).toMatchObject({ type: 'refresh', aud: 'pebble-refresh' });
});

test('the address is found in any case', async () => {
  expect((await post('Manager@ALPHA.example', PASSWORD)).status).toBe(200);
});

test('signing in writes its event, and keeps where it came from', async () => {
  const { access } = await fixture.signIn('ops@alpha.example', {
    address: '192.0.2.5',
    userAgent: 'Sample Browser/1.0 '.repeat(40),
  });
  const { session_id } = jwt.decode(access) as { session_id: string };
  const opened = await fixture.events(fixture.alpha, 'session.opened');
  expect(opened.at(-1)).toMatchObject({ session_id });
  const row: unknown = await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) =>
    sql('sessions').where({ id: session_id }).first('address', 'user_agent', 'source_system'),
  );
  expect(row).toMatchObject({ address: '192.0.2.5', source_system: 'api' });
  expect(row).toHaveProperty('user_agent.length', 300);
});

test('an unknown address and a wrong password are told apart by nothing', async () => {
  const replies = [
    await post('nobody@alpha.example', 'wrong', '192.0.2.20'),
    await post('agent@alpha.example', 'wrong', '192.0.2.20'),
  ].map(({ status, headers, body }) => ({
    status,
    headers: { ...headers, 'x-correlation-id': '' },
    body: { ...(body as object), instance: '' },
  }));
  expect(replies[0]).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
  expect(replies[0]).toEqual(replies[1]);
});

test('an unknown address costs the database as many statements as a wrong password', async () => {
  const statements = async (email: string) => {
    let count = 0;
    const counted = () => (count += 1);
    fixture.db.pool.on('query', counted);
    await post(email, 'wrong');
    fixture.db.pool.off('query', counted);
    return count;
  };
  const known = await statements('manager@beta.example');
  expect(known).toBeGreaterThan(3);
  expect(await statements('no-manager@beta.example')).toBe(known);
});

test('a failure is told in the tenant of the account, and an unknown address leaves no trace', async () => {
  const failures = async () => {
    const { rows } = await asOwner(fixture.owner, (client) =>
      client.query<{ tenant_id: string }>(
        "SELECT tenant_id FROM events WHERE type = 'sign_in.failed' ORDER BY id",
      ),
    );
    return rows.map((row) => row.tenant_id);
  };
  const before = await failures();
  await post('admin@alpha.example', 'wrong');
  await post('nobody@beta.example', 'wrong');
  expect(await failures()).toEqual([...before, fixture.alpha.id]);
});

test('the failed sign-in belongs to the whole tenant and names the account', async () => {
  await post('admin@beta.example', 'wrong');
  const row: unknown = await fixture.db.withTenant(fixture.beta.scope, ({ sql }) =>
    sql('events').where({ type: 'sign_in.failed' }).orderBy('id', 'desc').first('entity_id', 'actor', 'data'),
  );
  expect(row).toMatchObject({ entity_id: null, actor: expect.stringMatching(/^user:/) });
  expect(JSON.stringify(row)).not.toContain('wrong');
});

test('a disabled person is a stranger', async () => {
  await changeUser('agent@alpha.example', { disabled_at: new Date() });
  const reply = await post('agent@alpha.example', PASSWORD);
  expect(reply).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
  await changeUser('agent@alpha.example', { disabled_at: null });
});

test('somebody without a role is a stranger', async () => {
  const other = await createRolelessUser();
  expect(await post(other, PASSWORD)).toMatchObject({ status: 401, body: { code: 'wrong_credentials' } });
});

async function createRolelessUser(): Promise<string> {
  const email = 'roleless@alpha.example';
  const found = await fixture.db.findUser('admin@alpha.example');
  const scope = systemScope(fixture.alpha.id, 'test', 'roleless');
  await fixture.db.withTenant(scope, ({ sql }) =>
    sql('users').insert({
      id: randomUUID(),
      tenant_id: fixture.alpha.id,
      email,
      name: 'Roleless',
      password_hash: found?.passwordHash ?? '',
    }),
  );
  return email;
}

test('guessing an account ends in 429 with Retry-After, for known and unknown alike', async () => {
  for (const email of ['agent@beta.example', 'stranger@beta.example']) {
    for (let n = 0; n < 5; n += 1) expect((await post(email, `guess ${n}`)).status).toBe(401);
    const refused = await post(email, PASSWORD);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    const wait = Number(refused.headers['retry-after']);
    // What is left of half a minute, by the real clock.
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(30);
  }
});

test('success forgets earlier failures', async () => {
  for (let round = 0; round < 3; round += 1) {
    for (let n = 0; n < 4; n += 1) await post('ops@beta.example', 'wrong');
    expect((await post('ops@beta.example', PASSWORD)).status).toBe(200);
  }
});

test('one address cannot try many accounts', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 51; n += 1)
    statuses.push((await post(`n${n}@alpha.example`, 'x', '192.0.2.66')).status);
  expect(statuses.slice(0, 50)).toEqual(Array(50).fill(401));
  expect(statuses[50]).toBe(429);
  expect((await post('manager@alpha.example', PASSWORD, '192.0.2.67')).status).toBe(200);
});

test('fields that do not fit are named, without what they held', async () => {
  const reply = await post('not an address', PASSWORD);
  expect(reply.status).toBe(422);
  expect(JSON.stringify(reply.body)).toContain('body.email');
  expect(JSON.stringify(reply.body)).not.toContain(PASSWORD);
});

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { asOwner } from '../../db/owner.ts';
import { KEY, PASSWORD, createAuthFixture, pairOf, type AuthFixture } from './testing/auth-fixture.ts';

let fixture: AuthFixture;
beforeAll(async () => {
  fixture = await createAuthFixture();
});
afterAll(() => fixture.close());

const email = 'agent@alpha.example';
const wrong = 'a wrong password, invented';

function expectNoSecretIn(log: string, tokens: string[]): void {
  // A signature alone is enough to recognise a token, however the rest of it is cut.
  const signatures = tokens.map((token) => token.split('.')[2] ?? token);
  for (const secret of [PASSWORD, wrong, email, KEY.secret, '$argon2id$', ...signatures]) {
    expect(log).not.toContain(secret);
  }
}

test('no password, token, key or address gets into the log', async () => {
  const first = await fixture.signIn(email);
  const second = pairOf(await fixture.refresh(first.refresh));
  await fixture.send('POST', '/api/v1/token/', { body: { email, password: wrong } });
  await fixture.send('POST', '/api/v1/token/', { body: { email: wrong, password: PASSWORD } });
  fixture.clock.now += 11_000;
  await fixture.refresh(first.refresh);
  await fixture.send('GET', '/api/v1/me/', { token: `${second.access}x` });
  await fixture.send('POST', '/api/v1/token/revoke/', { token: second.access });
  expect(fixture.logged()).toContain('"endpoint":"refreshToken"');
  expectNoSecretIn(fixture.logged(), [first.access, first.refresh, second.access, second.refresh]);
});

test('nor when the database fails in the middle of it', async () => {
  const { access, refresh } = await fixture.signIn(email);
  const broken = vi.spyOn(fixture.db, 'withTenant').mockRejectedValue(new Error('connection lost'));
  const replies = [
    await fixture.send('POST', '/api/v1/token/', { body: { email, password: PASSWORD } }),
    await fixture.refresh(refresh),
    await fixture.send('GET', '/api/v1/me/', { token: access }),
  ];
  broken.mockRestore();
  // No answer of the database is no refusal: a 401 would sign everybody out.
  expect(replies.map((reply) => reply.status)).toEqual([500, 500, 500]);
  expect(fixture.logged()).toContain('connection lost');
  expectNoSecretIn(fixture.logged(), [access, refresh]);
});

test('a stored hash that cannot be read is an internal error without its values', async () => {
  await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) =>
    sql('users').where({ email: 'admin@alpha.example' }).update({ password_hash: 'no hash at all' }),
  );
  const body = { email: 'admin@alpha.example', password: PASSWORD };
  expect((await fixture.send('POST', '/api/v1/token/', { body })).status).toBe(500);
  expectNoSecretIn(fixture.logged(), ['no hash at all', body.email]);
});

test('a statement that fails does not log its values', async () => {
  await asOwner(fixture.owner, (client) =>
    client.query('REVOKE EXECUTE ON FUNCTION door_find_user FROM pebble_app'),
  );
  const reply = await fixture.send('POST', '/api/v1/token/', { body: { email, password: PASSWORD } });
  expect(reply.status).toBe(500);
  expect(fixture.logged()).toContain('permission denied');
  expectNoSecretIn(fixture.logged(), []);
});

import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { AccessClaims } from './claims.ts';
import { SessionGate } from './session-gate.ts';
import { createAuthFixture, type AuthFixture } from './testing/auth-fixture.ts';

let fixture: AuthFixture;
let gate: SessionGate;
let holder: AccessClaims;
beforeAll(async () => {
  fixture = await createAuthFixture();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  gate = new SessionGate(fixture.db, () => fixture.clock.now);
  const { access } = await fixture.signIn('agent@alpha.example');
  holder = fixture.auth.tokens.verifyApiToken(access) as AccessClaims;
});

/** Ends the session as another process would: in the database only. */
async function revokeElsewhere(): Promise<void> {
  await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) =>
    sql('sessions').where({ id: holder.session_id }).update({ revoked_at: new Date() }),
  );
}

async function setDisabled(at: Date | null): Promise<void> {
  await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) =>
    sql('users').where({ id: holder.user_id }).update({ disabled_at: at }),
  );
}

test('an open session is asked for once in five seconds', async () => {
  const asked = vi.spyOn(fixture.db, 'withTenant');
  await Promise.all([gate.isOpen(holder), gate.isOpen(holder)]);
  fixture.clock.now += 4_999;
  expect(await gate.isOpen(holder)).toBe(true);
  expect(asked).toHaveBeenCalledTimes(1);
  fixture.clock.now += 1;
  expect(await gate.isOpen(holder)).toBe(true);
  expect(asked).toHaveBeenCalledTimes(2);
  asked.mockRestore();
});

test('a revocation by another process shows after five seconds', async () => {
  expect(await gate.isOpen(holder)).toBe(true);
  await revokeElsewhere();
  fixture.clock.now += 5_000;
  expect(await gate.isOpen(holder)).toBe(false);
});

test('a disabled person is shut out after five seconds', async () => {
  expect(await gate.isOpen(holder)).toBe(true);
  await setDisabled(new Date());
  fixture.clock.now += 5_000;
  expect(await gate.isOpen(holder)).toBe(false);
  await setDisabled(null);
});

test('closing counts at once and lasts', async () => {
  expect(await gate.isOpen(holder)).toBe(true);
  gate.close(holder.session_id);
  expect(await gate.isOpen(holder)).toBe(false);
  fixture.clock.now += 15 * 60 * 1000;
  expect(await gate.isOpen(holder)).toBe(false);
});

test('a question asked before the revocation does not put the session back', async () => {
  const asked = gate.isOpen(holder);
  gate.close(holder.session_id);
  await asked;
  expect(await gate.isOpen(holder)).toBe(false);
});

test('a session of another person or another tenant is not open', async () => {
  expect(await gate.isOpen({ ...holder, tenant_id: fixture.beta.id })).toBe(false);
  const fresh = new SessionGate(fixture.db, () => fixture.clock.now);
  expect(await fresh.isOpen({ ...holder, user_id: holder.session_id })).toBe(false);
});

test('when the database fails the question fails, and the next one is asked anew', async () => {
  const asked = vi.spyOn(fixture.db, 'withTenant').mockRejectedValueOnce(new Error('connection lost'));
  await expect(gate.isOpen(holder)).rejects.toThrow('connection lost');
  expect(await gate.isOpen(holder)).toBe(true);
  asked.mockRestore();
});

test('memory stays bounded, and a session that was dropped is merely asked again', async () => {
  const asked = vi.spyOn(fixture.db, 'withTenant');
  await gate.isOpen(holder);
  for (let n = 0; n < 10_000; n += 1) gate.close(`other-${n}`);
  expect(await gate.isOpen(holder)).toBe(true);
  expect(asked).toHaveBeenCalledTimes(2);
  asked.mockRestore();
});

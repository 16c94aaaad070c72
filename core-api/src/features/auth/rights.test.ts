import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadRights } from './rights.ts';
import { createAuthFixture, type AuthFixture } from './testing/auth-fixture.ts';

let fixture: AuthFixture;
let userId: string;
beforeAll(async () => {
  fixture = await createAuthFixture();
  userId = (await fixture.db.findUser('agent@alpha.example'))?.userId ?? '';
});
afterAll(() => fixture.close());

const rights = (scope = fixture.alpha.scope) => fixture.db.withTenant(scope, (tx) => loadRights(tx, userId));

async function addMembership(role: string, entity: string): Promise<void> {
  await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) =>
    sql('memberships').insert({
      id: randomUUID(),
      tenant_id: fixture.alpha.id,
      user_id: userId,
      role,
      entity_id: fixture.alpha.entities[entity],
    }),
  );
}

test('entities of one role are one scope; another role lends it nothing', async () => {
  const { north, south } = fixture.alpha.entities;
  expect(await rights()).toEqual({ role: 'agent', entities: [north] });
  await addMembership('manager', 'south');
  expect(await rights()).toEqual({ role: 'agent', entities: [north] });
  await fixture.db.withTenant(fixture.alpha.scope, ({ sql }) =>
    sql('memberships').where({ user_id: userId, role: 'manager' }).delete(),
  );
  await addMembership('agent', 'south');
  expect(await rights()).toEqual({ role: 'agent', entities: [north, south] });
});

test('in another tenant the person has no rights', async () => {
  expect(await rights(fixture.beta.scope)).toBeNull();
});

import { HQ_ROLES, PERSON_ROLES } from '@pebble/contract/roles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { DEMO_TENANTS, demoUsers } from './demo-tenants.ts';
import { seedDemo } from './seed-demo.ts';

let test: TestDatabase;
let hashed = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const seed = (password: string, reset = false) =>
  seedDemo(test.db, {
    password,
    passwordHash: async () => {
      hashed += 1;
      return `hash of ${password}`;
    },
    reset,
  });
const hashOf = async (email: string) => (await test.db.findUser(email))?.passwordHash;

describe('the people of the demo', () => {
  it.each(DEMO_TENANTS.map((tenant) => [tenant.slug, tenant] as const))(
    'of %s: one for each HQ role, one for each other role and entity, no address twice',
    (_, tenant) => {
      const users = demoUsers(tenant);
      const slugs = tenant.entities.map((entity) => entity.slug);
      for (const role of PERSON_ROLES) {
        const scopes = users.filter((user) => user.role === role).map((user) => user.entities);
        expect(scopes, role).toEqual(HQ_ROLES.includes(role) ? [slugs] : slugs.map((slug) => [slug]));
      }
      expect(new Set(users.map((user) => user.email)).size).toBe(users.length);
    },
  );

  it('live in invented domains', () => {
    const addresses = DEMO_TENANTS.flatMap((tenant) => [
      ...demoUsers(tenant).map((user) => user.email),
      ...tenant.entities.flatMap((entity) => entity.mailboxes),
    ]);
    expect(addresses.filter((address) => !address.endsWith('.example'))).toEqual([]);
  });
});

it('seeds once, resets only when told, and hashes only when it must', async () => {
  const first = await seed('one');
  expect(hashed).toBe(DEMO_TENANTS.length);
  for (const { email } of first) expect(await hashOf(email), email).toBe('hash of one');

  expect(await seed('one')).toEqual(first);
  expect(hashed).toBe(DEMO_TENANTS.length);
  expect(await test.db.tenants()).toHaveLength(DEMO_TENANTS.length);

  const other = await seed('two', true);
  expect(other.map(({ password }) => password)).toEqual(first.map(() => 'two'));
  for (const { email } of first) expect(await hashOf(email), email).toBe('hash of two');
});

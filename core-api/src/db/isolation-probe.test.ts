import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { asLogin } from './app-login.ts';
import { IsolationError, proveIsolation } from './isolation-probe.ts';
import { asOwner } from './owner.ts';
import { createPool } from './pool.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
  await seedTenant(test.db, 'ours');
});
afterAll(() => test.close());

const alter = (sql: string) => asOwner(test.owner, (client) => client.query(sql));

/** What the probe says of a login with these attributes; `more` is run first, with the login's name in place of `%`. */
async function proveAs(attributes: string, more = ''): Promise<unknown> {
  const login = `weak_${randomUUID().slice(0, 8)}`;
  await alter(`CREATE ROLE ${login} LOGIN PASSWORD 'pw' ${attributes}; GRANT pebble_app TO ${login};`);
  await alter(more.replaceAll('%', login));
  const pool = createPool(asLogin(test.owner, login, 'pw'), { max: 1 });
  try {
    return await proveIsolation(pool).catch((error: unknown) => error);
  } finally {
    await pool.destroy();
  }
}

describe('the probe refuses a login', () => {
  it.each([
    ['that policies do not bind', 'BYPASSRLS', '', /BYPASSRLS/],
    [
      'that may become a role that policies do not bind',
      '',
      'CREATE ROLE up_% BYPASSRLS; GRANT up_% TO %',
      /BYPASSRLS/,
    ],
    ['that may become a superuser', '', 'CREATE ROLE su_% SUPERUSER; GRANT su_% TO %', /superuser/],
    ['that stands behind the doors', '', 'GRANT pebble_doors TO %', /without any scope: /],
  ])('%s', async (_, attributes, more, weakness) => {
    const refusal = await proveAs(attributes, more);
    expect(refusal).toBeInstanceOf(IsolationError);
    expect(String(refusal)).toMatch(weakness);
  });

  it('that owns a table, and so its policies', async () => {
    const login = `owns_${randomUUID().slice(0, 8)}`;
    await alter(`CREATE ROLE ${login} LOGIN PASSWORD 'pw'; GRANT pebble_app TO ${login};
                 ALTER TABLE blacklist OWNER TO ${login};`);
    const pool = createPool(asLogin(test.owner, login, 'pw'), { max: 1 });
    await expect(proveIsolation(pool)).rejects.toThrow(/owns tables/);
    await pool.destroy();
    await alter('ALTER TABLE blacklist OWNER TO CURRENT_USER');
  });

  it('not, when it is but a member of the application role', async () => {
    expect(await proveAs('')).toBeUndefined();
  });
});

describe('the probe refuses a schema', () => {
  it.each([
    [
      'a table without row security',
      'CREATE TABLE leak (tenant_id uuid)',
      'DROP TABLE leak',
      /not in force on: leak/,
    ],
    [
      'row security without a policy',
      'CREATE TABLE leak (tenant_id uuid); ALTER TABLE leak ENABLE ROW LEVEL SECURITY; ALTER TABLE leak FORCE ROW LEVEL SECURITY',
      'DROP TABLE leak',
      /not in force on: leak/,
    ],
    [
      'a policy that shows everybody everything, in whatever table',
      'CREATE POLICY leak ON boards FOR SELECT TO pebble_app USING (true)',
      'DROP POLICY leak ON boards',
      /without any scope: boards/,
    ],
    [
      'a view that looks past the policies',
      'CREATE VIEW leak AS SELECT * FROM entities; GRANT SELECT ON leak TO pebble_app',
      'DROP VIEW leak',
      /without any scope: leak/,
    ],
    [
      'a policy that shows one tenant the rows of the others',
      'CREATE POLICY leak ON boards FOR SELECT TO pebble_app USING (scope_tenant() IS NOT NULL)',
      'DROP POLICY leak ON boards',
      /another's rows: boards/,
    ],
    [
      'a policy that lets one tenant write for another',
      'CREATE POLICY leak ON blacklist FOR INSERT TO pebble_app WITH CHECK (true)',
      'DROP POLICY leak ON blacklist',
      /write into another/,
    ],
    [
      'a policy that shuts a tenant out of its own rows',
      'CREATE POLICY leak ON blacklist AS RESTRICTIVE FOR SELECT TO pebble_app USING (false)',
      'DROP POLICY leak ON blacklist',
      /cannot read its own rows/,
    ],
  ])('with %s', async (_, make, undo, weakness) => {
    await alter(make);
    try {
      await expect(proveIsolation(test.db.pool)).rejects.toThrow(weakness);
    } finally {
      await alter(undo);
    }
    await proveIsolation(test.db.pool);
  });
});

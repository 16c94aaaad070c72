import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { proveIsolation } from './isolation-probe.ts';
import { asOwner } from './owner.ts';
import { createPool } from './pool.ts';

let test: TestDatabase;
let ours: SeededTenant;
let theirs: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
  theirs = await seedTenant(test.db, 'theirs');
});
afterAll(() => test.close());

interface CatalogueTable {
  name: string;
  forced: boolean;
  policies: number;
  unchecked: number;
  columns: string[];
  indexed_first: string[];
}

async function catalogue(): Promise<CatalogueTable[]> {
  return asOwner(test.owner, async (client) => {
    const { rows } = await client.query<CatalogueTable>(
      `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
              (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
              (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
                 AND (p.polqual IS NULL OR p.polwithcheck IS NULL)) AS unchecked,
              ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns,
              ARRAY(SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                    WHERE i.indrelid = c.oid) AS indexed_first
       FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    return rows;
  });
}

/** Known before any tenant is; each has a policy that says so. */
const GLOBAL_TABLES = ['global_blacklist', 'sign_in_throttle'];

describe('the catalogue', () => {
  it('has no table without forced row security and a policy with both USING and WITH CHECK', async () => {
    const tables = await catalogue();
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((table) => !table.forced || table.policies === 0)).toEqual([]);
    expect(tables.filter((table) => table.unchecked > 0)).toEqual([]);
  });

  it('has tenant, source and correlation on every tenant table', async () => {
    const tables = (await catalogue()).filter(({ name }) => !GLOBAL_TABLES.includes(name));
    for (const { name, columns } of tables) {
      expect(columns, name).toEqual(expect.arrayContaining(['tenant_id', 'source_system', 'correlation_id']));
    }
  });

  it('gives the application neither tables of its own nor a way around policies', async () => {
    const { rows } = await asOwner(test.owner, (client) =>
      client.query(
        `SELECT r.rolname FROM pg_roles r WHERE r.rolname LIKE 'pebble\\_%' AND r.rolname <> current_user
           AND (r.rolsuper OR r.rolbypassrls OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind = 'r'))`,
      ),
    );
    expect(rows).toEqual([]);
  });
});

describe('a tenant', () => {
  it('reads zero rows of another, in any table', async () => {
    const tables = (await catalogue()).filter(({ name }) => !GLOBAL_TABLES.includes(name));
    for (const { name } of tables) {
      if (name === 'outbox') continue;
      const rows = await test.db.withTenant(ours.scope, (tx) =>
        tx.sql(name).where({ tenant_id: theirs.id }).select('tenant_id'),
      );
      expect(rows, name).toEqual([]);
    }
  });

  it('finds nothing when it asks for a company of another by its id', async () => {
    const company = theirs.entities['north'];
    const seen = (tenant: SeededTenant) =>
      test.db.withTenant(tenant.scope, (tx) => tx.sql('entities').where({ id: company }).select('id'));
    expect(await seen(ours)).toEqual([]);
    expect(await seen(theirs)).toEqual([{ id: company }]);
  });

  it('cannot write into another, nor take its own row there', async () => {
    const foreign = { id: randomUUID(), tenant_id: theirs.id, pattern: 'x.example' };
    await expect(test.db.withTenant(ours.scope, (tx) => tx.sql('blacklist').insert(foreign))).rejects.toThrow(
      /row-level security/,
    );
    await expect(
      test.db.withTenant(ours.scope, (tx) => tx.sql('boards').update({ tenant_id: theirs.id })),
    ).rejects.toThrow(/row-level security/);
  });

  it('cannot point a row of its own at a row of another', async () => {
    const mailbox = {
      id: randomUUID(),
      tenant_id: ours.id,
      entity_id: theirs.entities['north'],
      address: 'a@b.example',
    };
    await expect(test.db.withTenant(ours.scope, (tx) => tx.sql('mailboxes').insert(mailbox))).rejects.toThrow(
      /foreign key/,
    );
  });
});

describe('an entity role', () => {
  it('sees its own entity, and headquarters see all', async () => {
    const seen = (scope: SeededTenant['scope']) =>
      test.db.withTenant(scope, (tx) => tx.sql<{ slug: string }>('entities').orderBy('slug').pluck('slug'));
    expect(await seen(ours.entityScope('north'))).toEqual(['north']);
    expect(await seen(ours.scope)).toEqual(['north', 'south']);
  });

  it('cannot write for another entity of its tenant', async () => {
    const mailbox = {
      id: randomUUID(),
      tenant_id: ours.id,
      entity_id: ours.entities['south'],
      address: 's@b.example',
    };
    await expect(
      test.db.withTenant(ours.entityScope('north'), (tx) => tx.sql('mailboxes').insert(mailbox)),
    ).rejects.toThrow(/row-level security/);
  });
});

describe('without a scope', () => {
  it('reads zero rows and cannot write', async () => {
    const pool = createPool(test.app, { max: 1 });
    try {
      for (const table of ['tenants', 'entities', 'users', 'boards', 'events']) {
        expect(await pool(table).select('tenant_id'), table).toEqual([]);
      }
      await expect(
        pool('blacklist').insert({ id: randomUUID(), tenant_id: ours.id, pattern: 'y.example' }),
      ).rejects.toThrow();
    } finally {
      await pool.destroy();
    }
  });

  it('cannot read a password hash even inside its tenant', async () => {
    await expect(
      test.db.withTenant(ours.scope, (tx) => tx.sql('users').select('password_hash')),
    ).rejects.toThrow(/permission denied/);
  });
});

describe('the probe at start', () => {
  it('passes for the application and leaves nothing behind', async () => {
    await proveIsolation(test.db.pool);
    const { rows } = await asOwner(test.owner, (client) =>
      client.query(`SELECT slug FROM tenants WHERE slug LIKE 'probe-%'`),
    );
    expect(rows).toEqual([]);
  });

  it('refuses the owner, whom no policy binds', async () => {
    const pool = createPool(test.owner, { max: 1 });
    await expect(proveIsolation(pool)).rejects.toThrow(/superuser/);
    await pool.destroy();
  });

  it('refuses when a table is not guarded, and when a policy lets everybody in', async () => {
    await asOwner(test.owner, (client) => client.query('ALTER TABLE boards NO FORCE ROW LEVEL SECURITY'));
    await expect(proveIsolation(test.db.pool)).rejects.toThrow(/boards/);
    await asOwner(test.owner, (client) => client.query('ALTER TABLE boards FORCE ROW LEVEL SECURITY'));
    await asOwner(test.owner, (client) =>
      client.query('CREATE POLICY leak ON blacklist FOR SELECT TO pebble_app USING (true)'),
    );
    await expect(proveIsolation(test.db.pool)).rejects.toThrow(/another's rows/);
    await asOwner(test.owner, (client) => client.query('DROP POLICY leak ON blacklist'));
  });
});

describe('the policies', () => {
  it('keep the tenant an index condition', async () => {
    const { rows } = await test.db.withTenant(ours.scope, async (tx) => {
      await tx.sql.raw('SET LOCAL enable_seqscan = off');
      return tx.sql.raw<{ rows: { 'QUERY PLAN': string }[] }>(
        'EXPLAIN SELECT * FROM cards ORDER BY last_mail_at DESC LIMIT 5',
      );
    });
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index Cond: \(tenant_id = /);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';

let test: TestDatabase;
let tenants: SeededTenant[];

beforeAll(async () => {
  // One connection: whatever a transaction leaves behind, the next one meets.
  test = await createTestDatabase({ poolSize: 1 });
  tenants = [await seedTenant(test.db, 'even'), await seedTenant(test.db, 'odd')];
});
afterAll(() => test.close());

const TURNS = 1000;

it('never shows one tenant the rows of another on a pool of one connection, whatever rolls back in between', async () => {
  let foreign = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const tenant = tenants[turn % 2];
    if (!tenant) throw new Error('two tenants were seeded');
    const seen: string[] = [];
    await test.db
      .withTenant(tenant.scope, async (tx) => {
        await tx
          .sql('blacklist')
          .insert({ id: randomUUID(), tenant_id: tenant.id, pattern: `${turn}.example` });
        seen.push(...(await tx.sql<{ tenant_id: string }>('blacklist').distinct().pluck('tenant_id')));
        // Every third turn ends badly: by our own error, or by one of Postgres.
        if (turn % 3 === 1) throw new Error('rolled back');
        if (turn % 7 === 2) await tx.sql.raw('SELECT 1/0');
      })
      .catch(() => undefined);
    foreign += seen.filter((id) => id !== tenant.id).length;
  }
  expect(foreign).toBe(0);
});

it('forgets the scope when the transaction ends', async () => {
  for (const tenant of tenants) await test.db.withTenant(tenant.scope, async () => undefined);
  const { rows } = await test.db.pool.raw<{ rows: { tenant: string | null }[] }>(
    'SELECT scope_tenant() AS tenant',
  );
  expect(rows[0]?.tenant).toBeNull();
});

it('rolls everything back when the work throws, and rings no bell', async () => {
  const [tenant] = tenants;
  if (!tenant) throw new Error('two tenants were seeded');
  const rung: string[] = [];
  const listen = (id: string) => rung.push(id);
  test.db.bells.on('events', listen);
  const pattern = 'half.example';
  await expect(
    test.db.withTenant(tenant.scope, async (tx) => {
      await tx.sql('blacklist').insert({ id: randomUUID(), tenant_id: tenant.id, pattern });
      tx.written.add('blacklist.added');
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  const rows = await test.db.withTenant(tenant.scope, (tx) =>
    tx.sql('blacklist').where({ pattern }).select('id'),
  );
  test.db.bells.off('events', listen);
  expect(rows).toEqual([]);
  expect(rung).toEqual([]);
});

it('stamps every row with the source and correlation of the scope', async () => {
  const [tenant] = tenants;
  if (!tenant) throw new Error('two tenants were seeded');
  const scope = { ...tenant.scope, sourceSystem: 'odoo', correlationId: 'corr-1234' };
  const [row] = await test.db.withTenant(scope, (tx) =>
    tx
      .sql('blacklist')
      .insert({ id: randomUUID(), tenant_id: tenant.id, pattern: 'stamped.example' })
      .returning(['source_system', 'correlation_id']),
  );
  expect(row).toEqual({ source_system: 'odoo', correlation_id: 'corr-1234' });
});

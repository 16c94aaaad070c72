import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { newId } from './new-id.ts';
import { HollowCommit } from './refuse-hollow-commit.ts';
import type { TenantTx } from './with-tenant.ts';

let test: TestDatabase;
let ours: SeededTenant;

beforeAll(async () => {
  // One connection: what a refused commit leaves behind, the next transaction meets.
  test = await createTestDatabase({ poolSize: 1 });
  ours = await seedTenant(test.db, 'ours');
});
afterAll(() => test.close());

const ban = (tx: TenantTx, pattern: string) =>
  tx.sql('blacklist').insert({ id: newId(), tenant_id: ours.id, pattern });
const banned = () =>
  test.db.withTenant(ours.scope, (tx) => tx.sql<{ pattern: string }>('blacklist').pluck('pattern'));

it('does not call done what Postgres has thrown away, and rings no bell for it', async () => {
  const rung: string[] = [];
  const listen = (id: string) => rung.push(id);
  test.db.bells.on('events', listen);
  const careless = test.db.withTenant(ours.scope, async (tx) => {
    await ban(tx, 'lost.example');
    tx.written.add('blacklist.added');
    await tx.sql.raw('SELECT 1/0').catch(() => undefined);
    return 'done';
  });
  await expect(careless).rejects.toThrow(HollowCommit);
  test.db.bells.off('events', listen);
  expect(rung).toEqual([]);
  expect(await banned()).toEqual([]);
});

it('lets a transaction pass whose failed statement was undone by a savepoint', async () => {
  await test.db.withTenant(ours.scope, async (tx) => {
    await ban(tx, 'kept.example');
    await tx.sql.transaction((inner) => inner.raw('SELECT 1/0')).catch(() => undefined);
  });
  expect(await banned()).toEqual(['kept.example']);
});

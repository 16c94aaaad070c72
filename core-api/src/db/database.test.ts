import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { Database } from './database.ts';

let test: TestDatabase;
let ours: SeededTenant;
let rung: string[];

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
  test.db.bells.on('events', (id) => rung.push(`events of ${id}`));
  test.db.bells.on('outbox', () => rung.push('outbox'));
});
afterAll(() => test.close());

it('rings for what was committed, once, and not a moment earlier', async () => {
  rung = [];
  await test.db.withTenant(ours.scope, async (tx) => {
    tx.written.add('card.created').add('card.moved');
    tx.queued = true;
    await tx.sql.raw('SELECT 1');
    expect(rung).toEqual([]);
  });
  expect(rung.sort()).toEqual([`events of ${ours.id}`, 'outbox']);
});

it('does not ring for a transaction that only read', async () => {
  rung = [];
  await test.db.withTenant(ours.scope, (tx) => tx.sql('boards').select('id'));
  expect(rung).toEqual([]);
});

it('answers a ping while the database does, and throws when it is gone', async () => {
  await test.db.ping();
  const { host, port, user, password } = test.owner;
  const gone = new Database({ host, port, user, password, database: 'no_such_database' }, 1);
  await expect(gone.ping()).rejects.toThrow(/does not exist/);
  await gone.close();
});

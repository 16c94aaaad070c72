import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { openLazily } from './lazy-opening.ts';

let test: TestDatabase;
let ours: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 1 });
  ours = await seedTenant(test.db, 'ours');
});
afterAll(() => test.close());

const slug = () => test.db.withTenant(ours.scope, (tx) => tx.sql('tenants').first<{ slug: string }>('slug'));
it('opens a transaction with its scope before its first statement', async () => {
  expect(await slug()).toEqual({ slug: 'ours' });
});

it('leaves nothing of a transaction behind, whether it did something or not', async () => {
  await test.db.withTenant(ours.scope, async () => undefined);
  await expect(test.db.withTenant(ours.scope, async () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );
  await expect(test.db.pool.raw('SAVEPOINT s')).rejects.toThrow('can only be used in transaction blocks');
  const { rows } = await test.db.pool.raw<{ rows: { scope: string | null }[] }>(
    'SELECT scope_tenant() AS scope',
  );
  expect(rows).toEqual([{ scope: null }]);
  expect(await slug()).toEqual({ slug: 'ours' });
});

it('says what was wrong with the opening, and not that the transaction is aborted', async () => {
  const withNul = { ...ours.scope, correlationId: 'a\0b' };
  await expect(test.db.withTenant(withNul, (tx) => tx.sql('tenants').first('slug'))).rejects.toThrow(
    /UTF8|0x00/,
  );
  expect(await slug()).toEqual({ slug: 'ours' });
});

it('keeps statements that are sent at the same time in one transaction, in order', async () => {
  const found = await test.db.withTenant(ours.scope, (tx) =>
    Promise.all([
      tx.sql.raw<{ rows: { at: Date }[] }>('SELECT now() AS at'),
      tx.sql('entities').select<{ slug: string }[]>('slug'),
      tx.sql.raw<{ rows: { at: Date }[] }>('SELECT now() AS at'),
    ]),
  );
  expect(found[0].rows).toEqual(found[2].rows);
  expect(found[1].length).toBeGreaterThan(0);
});

it('sends the opening, then the statement, in one write', () => {
  const log: string[] = [];
  const stream = { cork: () => log.push('cork'), uncork: () => log.push('uncork') };
  const connection = { connection: { stream }, query: ({ text }: { text: string }) => log.push(text) };
  openLazily(connection as never);
  const query = connection.query as unknown as (config: { text: string }, done: () => void) => void;
  query({ text: 'BEGIN;' }, () => undefined);
  query({ text: '/* opening */ SELECT 1' }, () => undefined);
  expect(log).toEqual([]);
  query({ text: 'SELECT 2' }, () => undefined);
  query({ text: 'COMMIT;' }, () => undefined);
  expect(log).toEqual(['cork', 'BEGIN;', '/* opening */ SELECT 1', 'SELECT 2', 'uncork', 'COMMIT;']);
});

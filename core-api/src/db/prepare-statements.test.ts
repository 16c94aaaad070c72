import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase({ poolSize: 1 });
});
afterAll(() => test.close());

async function preparedOn(): Promise<string[]> {
  const { rows } = await test.db.pool.raw<{ rows: { statement: string }[] }>(
    'SELECT statement FROM pg_prepared_statements',
  );
  return rows.map((row) => row.statement);
}

it('prepares a statement once, however often it runs', async () => {
  const sql = 'SELECT $1::int AS asked_again';
  for (let n = 0; n < 5; n += 1) await test.db.pool.raw('SELECT ?::int AS asked_again', [n]);
  expect((await preparedOn()).filter((statement) => statement === sql)).toHaveLength(1);
});

it('keeps values apart: the statement is shared, the parameters are not', async () => {
  const ask = (n: number) => test.db.pool.raw<{ rows: { n: number }[] }>('SELECT ?::int AS n', [n]);
  const answers = await Promise.all([1, 2, 3].map(ask));
  expect(answers.map(({ rows }) => rows[0]?.n)).toEqual([1, 2, 3]);
});

it('leaves transaction commands alone', async () => {
  await test.db.pool.transaction((sql) => sql.raw('SELECT 1'));
  expect((await preparedOn()).filter((statement) => /^(begin|commit)/i.test(statement))).toEqual([]);
});

it('goes on after a statement that failed', async () => {
  const fail = () => test.db.pool.raw('SELECT 1 / ?::int', [0]);
  await expect(fail()).rejects.toThrow(/division by zero/);
  await expect(fail()).rejects.toThrow(/division by zero/);
  const { rows } = await test.db.pool.raw<{ rows: { half: number }[] }>('SELECT 1 / ?::int AS half', [1]);
  expect(rows).toEqual([{ half: 1 }]);
});

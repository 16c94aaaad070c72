import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { until } from '../../test/until.ts';
import type { Database } from '../db/database.ts';
import { inVain } from './rehearse-transaction.ts';

let test: TestDatabase;
let ours: SeededTenant;
beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
});
afterAll(() => test.close());

const add = (db: Database, pattern: string) =>
  db.withTenant(ours.scope, (tx) =>
    tx.sql('blacklist').insert({ id: randomUUID(), tenant_id: ours.id, pattern, note: '' }),
  );
const listed = (db: Database) => db.withTenant(ours.scope, (tx) => tx.sql('blacklist').pluck('pattern'));
const idle = async () => {
  const { rows } = await test.db.pool.raw<{ rows: { n: number }[] }>(
    `SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
  );
  return rows[0]?.n === 0 ? true : undefined;
};

it('work sees what it has done, and nobody ever does', async () => {
  const seen = await inVain(test.db, async (stage) => {
    await add(stage, 'one.example');
    await expect(add(stage, 'one.example')).rejects.toThrow(/duplicate/);
    await add(stage, 'two.example');
    return { inside: await listed(stage), outside: await listed(test.db) };
  });
  expect(seen).toEqual({ inside: ['one.example', 'two.example'], outside: [] });
  expect(await listed(test.db)).toEqual([]);
});

it('transactions that the work begins at once take turns', async () => {
  const seen = await inVain(test.db, async (stage) => {
    await Promise.all(['a.example', 'b.example', 'c.example'].map((pattern) => add(stage, pattern)));
    return listed(stage);
  });
  expect(seen).toHaveLength(3);
});

it('nothing is left when the work throws, and its error is the one that is seen', async () => {
  const work = async (stage: Database) => {
    await add(stage, 'one.example');
    throw new Error('of the work');
  };
  await expect(inVain(test.db, work)).rejects.toThrow('of the work');
  expect(await listed(test.db)).toEqual([]);
});

it('work that does not come back is given up, and its connection with it', async () => {
  let over: AbortSignal | undefined;
  const endless = inVain(
    test.db,
    async (stage, signal) => {
      over = signal;
      await add(stage, 'one.example');
      await new Promise(() => undefined);
    },
    50,
  );
  await expect(endless).rejects.toMatchObject({ code: 'not_ready', extras: { retryAfter: 5 } });
  expect(over?.aborted).toBe(true);
  expect(await until(idle)).toBe(true);
  expect(await listed(test.db)).toEqual([]);
});

it('work that goes on after it was given up reaches nothing', async () => {
  let late: Promise<unknown> = Promise.resolve();
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  const slow = inVain(
    test.db,
    (stage) => {
      late = gate.then(() => add(stage, 'late.example'));
      return late;
    },
    50,
  );
  await expect(slow).rejects.toMatchObject({ code: 'not_ready' });
  go();
  await expect(late).rejects.toThrow();
  expect(await listed(test.db)).toEqual([]);
});

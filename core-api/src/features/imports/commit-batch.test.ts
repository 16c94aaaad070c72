import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import type { IncomingMail } from '../ingestion/incoming-mail.ts';
import { commitBatch } from './commit-batch.ts';
import { LeaseLost, type Lease } from './import-lease.ts';
import type { SourceRow } from './source-rows.ts';
import type { Judge } from './take-rows.ts';
import { inspectionOf } from './testing/inspection.ts';

let test: TestDatabase;
let ours: SeededTenant;

beforeAll(async () => {
  test = await createTestDatabase();
  ours = await seedTenant(test.db, 'ours');
});
afterAll(() => test.close());

/** An import that a worker has taken. */
async function running(): Promise<Lease> {
  const lease = {
    id: randomUUID(),
    entityId: ours.entities['north'] ?? '',
    token: randomUUID(),
    seconds: 60,
  };
  await test.db.withTenant(ours.scope, (tx) =>
    tx.sql('imports').insert({
      ...{
        id: lease.id,
        tenant_id: ours.id,
        entity_id: lease.entityId,
        filename: 'leads.csv',
        format: 'csv',
        size: 1,
      },
      ...{
        sha256: Buffer.alloc(32),
        state: 'running',
        mode: 'live',
        actor: 'system',
        lease_token: lease.token,
      },
      inspection: JSON.stringify(inspectionOf([])),
    }),
  );
  return lease;
}
const mail = { envelope: {}, bytes: Buffer.alloc(0) } as unknown as IncomingMail;
const rowsOf = (count: number): SourceRow[] =>
  Array.from({ length: count }, (_, n) => ({ line: n + 2, mail, key: null }));
/** Postgres refuses what comes of the given rows. */
const refusing =
  (sql: string, ...poison: number[]): Judge =>
  async (tx, offers, rows) => {
    if (rows.some((row) => poison.includes(row))) await tx.sql.raw(sql);
    return offers.map(() => ({ result: 'would_accept' }));
  };
const resultsOf = (lease: Lease) =>
  test.db.withTenant(ours.scope, (tx) =>
    tx.sql('import_rows').where({ import_id: lease.id }).orderBy('row_number').pluck('result'),
  );
const recordOf = (lease: Lease) =>
  test.db.withTenant(ours.scope, (tx) =>
    tx.sql('imports').where({ id: lease.id }).first('rows_done', 'counts', 'revision'),
  );

describe('a row that the database refuses', () => {
  it.each([[[1]], [[7]], [[3, 4]], [[1, 2, 3, 4, 5, 6, 7]]])(
    'keeps no other from being taken: %j of seven',
    async (poison) => {
      const lease = await running();
      const judge = refusing('SELECT 1 / 0', ...poison);
      await commitBatch(test.db, ours.scope, lease, { first: 1, rows: rowsOf(7) }, judge);
      expect(await resultsOf(lease)).toEqual(
        [1, 2, 3, 4, 5, 6, 7].map((row) => (poison.includes(row) ? 'error' : 'would_accept')),
      );
      expect(await recordOf(lease)).toMatchObject({ rows_done: 7 });
    },
  );
});

describe('a batch', () => {
  it('is not taken at all when something else goes wrong, and can be taken again', async () => {
    const lease = await running();
    const judge = refusing(`DO $$ BEGIN RAISE EXCEPTION 'weather' USING ERRCODE = '57P01'; END $$`, 2);
    const batch = { first: 1, rows: rowsOf(3) };
    await expect(commitBatch(test.db, ours.scope, lease, batch, judge)).rejects.toThrow('weather');
    expect(await resultsOf(lease)).toEqual([]);
    expect(await recordOf(lease)).toMatchObject({ rows_done: 0, revision: 1 });
    await commitBatch(test.db, ours.scope, lease, batch, refusing('SELECT 1'));
    expect(await recordOf(lease)).toMatchObject({ rows_done: 3, counts: { would_accept: 3 }, revision: 2 });
  });

  it('is taken once, whoever comes with it again', async () => {
    const lease = await running();
    const batch = { first: 1, rows: rowsOf(2) };
    const take = () => commitBatch(test.db, ours.scope, lease, batch, refusing('SELECT 1'));
    const outcomes = await Promise.allSettled([take(), take(), take()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(LeaseLost);
    }
    expect(await resultsOf(lease)).toHaveLength(2);
  });

  it("is nobody's who has no lease, or one of another", async () => {
    const lease = await running();
    const take = (change: Partial<Lease>) =>
      commitBatch(
        test.db,
        ours.scope,
        { ...lease, ...change },
        { first: 1, rows: rowsOf(1) },
        refusing('SELECT 1'),
      );
    await expect(take({ token: randomUUID() })).rejects.toThrow(LeaseLost);
    await test.db.withTenant(ours.scope, (tx) =>
      tx.sql('imports').where({ id: lease.id }).update({ state: 'paused' }),
    );
    await expect(take({})).rejects.toThrow(LeaseLost);
    expect(await resultsOf(lease)).toEqual([]);
  });
});

describe('the door to imports', () => {
  it('gives each running one to one worker, the longest resting first, one of a tenant at a time', async () => {
    await test.db.withTenant(ours.scope, (tx) => tx.sql('imports').update({ state: 'done' }));
    const [one, two] = [await running(), await running()];
    const rest = (lease: Lease, seconds: number) =>
      test.db.withTenant(ours.scope, (tx) =>
        tx.sql.raw(`UPDATE imports SET leased_until = now() - make_interval(secs => ?) WHERE id = ?`, [
          seconds,
          lease.id,
        ]),
      );
    await rest(one, 10);
    await rest(two, 20);
    const token = randomUUID();
    expect(await test.db.takeImport(token, 60)).toMatchObject({ id: two.id, tenant_id: ours.id });
    expect(await test.db.takeImport(randomUUID(), 60)).toBeNull();
    expect(await test.db.importWaits()).toBe(true);
    await test.db.withTenant(ours.scope, (tx) =>
      tx.sql('imports').where({ id: two.id }).update({ state: 'done' }),
    );
    expect(await test.db.takeImport(randomUUID(), 60)).toMatchObject({ id: one.id });
    expect(await test.db.importWaits()).toBe(false);
    // A lease that has run out is anybody's.
    await rest(one, 1);
    expect(await test.db.takeImport(randomUUID(), 60)).toMatchObject({ id: one.id });
  });

  it('shows nothing else of them, and changes nothing else', async () => {
    const found = await test.db.takeImport(randomUUID(), 60);
    expect(Object.keys(found ?? { id: '', tenant_id: '', correlation_id: '' }).sort()).toEqual([
      'correlation_id',
      'id',
      'tenant_id',
    ]);
    expect(await test.db.pool('imports').select('id')).toEqual([]);
  });
});

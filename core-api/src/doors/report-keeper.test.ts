import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { notTaken, report } from '../features/sources/door-reports.ts';
import { newSource } from '../features/sources/testing/webhook.ts';
import { ReportKeeper } from './report-keeper.ts';

let test: TestCore;

beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

it('deletes reports of all tenants that are a month old, and keeps the others', async () => {
  for (const tenant of ['ours', 'theirs'] as const) {
    const { source } = await newSource(test, {}, tenant);
    await test.db.withTenant(test[tenant].scope, async (tx) => {
      for (const key of ['old', 'new']) {
        const one = { key, mode: 'live' as const, from: null, subject: null, size: null };
        await report(tx, { source_id: source.id }, { ...one, rehearsal: notTaken('not wanted') });
      }
      await tx
        .sql('door_reports')
        .where({ key: 'old' })
        .update({ created_at: tx.sql.raw(`now() - interval '31 days'`) });
    });
  }
  const keeper = new ReportKeeper({ db: test.db, log: pino({ level: 'silent' }) });
  expect(await keeper.sweep()).toBe(2);
  expect(await keeper.sweep()).toBe(0);
  for (const tenant of ['ours', 'theirs'] as const) {
    const keys = await test.db.withTenant(test[tenant].scope, (tx) => tx.sql('door_reports').pluck('key'));
    expect(keys).toEqual(['new']);
  }
});

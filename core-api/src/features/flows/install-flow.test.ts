import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import { until } from '../../../test/until.ts';
import { activeFlow, allFlows, flowOf } from './flow-versions.ts';
import { installFlow, type FlowPackage } from './install-flow.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const flow = (id: string, version: string, contentHash = version): FlowPackage => ({
  id,
  version,
  contentHash,
  manifest: { purpose: `does ${id}` },
  flow: { steps: [version] },
});
const install = (tenant: SeededTenant, wanted: FlowPackage) =>
  test.db.withTenant(tenant.scope, (tx) => installFlow(tx, wanted));
const turn = (tenant: SeededTenant, knobs: object) =>
  test.db.withTenant(tenant.scope, (tx) =>
    tx
      .sql('flow_versions')
      .where({ active: true })
      .update({ knobs: JSON.stringify(knobs) }),
  );
const active = (tenant: SeededTenant, id: string) =>
  test.db.withTenant(tenant.scope, async (tx) => {
    const head = await activeFlow(tx, id);
    return { version: head.version, knobs: head.knobs, flow: await flowOf(tx, head.id) };
  });

it('keeps settings when two processes install a new version at the same moment', async () => {
  const ours = await seedTenant(test.db, 'at-once');
  await install(ours, flow('triage', '1.0.0'));
  await turn(ours, { floor: 0.9 });
  const both = await test.db.withTenant(ours.scope, async (tx) => {
    const first = await installFlow(tx, flow('triage', '2.0.0'));
    const second = install(ours, flow('triage', '2.0.0'));
    // The first commits only when the second stands behind it.
    await until(async () => {
      const { rows } = await test.db.pool.raw<{ rows: unknown[] }>(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows.length > 0 ? true : undefined;
    });
    return { first, second };
  });
  expect([both.first, await both.second]).toEqual([true, false]);
  expect(await active(ours, 'triage')).toMatchObject({ version: '2.0.0', knobs: { floor: 0.9 } });
});

it('is installed once when many processes start on an empty tenant', async () => {
  const ours = await seedTenant(test.db, 'empty');
  const changed = await Promise.all(Array.from({ length: 5 }, () => install(ours, flow('triage', '1.0.0'))));
  expect(changed.filter(Boolean)).toHaveLength(1);
  expect(await test.db.withTenant(ours.scope, allFlows)).toMatchObject([{ version: '1.0.0', active: true }]);
});

it('goes back to an older version with the settings of today', async () => {
  const ours = await seedTenant(test.db, 'back');
  for (const version of ['1.0.0', '2.0.0']) await install(ours, flow('triage', version));
  await turn(ours, { floor: 0.3 });
  expect(await install(ours, flow('triage', '1.0.0'))).toBe(true);
  expect(await active(ours, 'triage')).toEqual({
    version: '1.0.0',
    knobs: { floor: 0.3 },
    flow: { steps: ['1.0.0'] },
  });
  expect(await test.db.withTenant(ours.scope, allFlows)).toHaveLength(2);
});

it('takes the same version with another content for another flow', async () => {
  const ours = await seedTenant(test.db, 'content');
  await install(ours, flow('triage', '1.0.0', 'aa'));
  expect(await install(ours, flow('triage', '1.0.0', 'bb'))).toBe(true);
  const hashes = (await test.db.withTenant(ours.scope, allFlows)).filter((row) => row.active);
  expect(hashes).toMatchObject([{ content_hash: 'bb' }]);
});

it('leaves other flows and other tenants alone', async () => {
  const [ours, theirs] = [await seedTenant(test.db, 'mine'), await seedTenant(test.db, 'yours')];
  await install(ours, flow('triage', '1.0.0'));
  await install(ours, flow('report', '1.0.0'));
  await install(theirs, flow('triage', '1.0.0'));
  await install(ours, flow('triage', '2.0.0'));
  expect(await active(ours, 'report')).toMatchObject({ version: '1.0.0' });
  expect(await active(theirs, 'triage')).toMatchObject({ version: '1.0.0' });
});

it('says so when a tenant has no such flow', async () => {
  const ours = await seedTenant(test.db, 'none');
  await expect(active(ours, 'triage')).rejects.toMatchObject({ code: 'not_found' });
});

import { loadCatalog } from '@pebble/flows/catalog';
import { contentHash } from '@pebble/flows/engine/content-hash';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_RING } from '../../test/key-ring.ts';
import { seedTenant, type SeededTenant } from '../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts';
import { deployVersion, runningOn, storeVersion } from '../features/flows/deploy-version.ts';
import { MAIL_FLOW } from '../features/flows/flow-versions.ts';
import type { FlowPackage } from '../features/flows/install-flow.ts';
import { SecretKeeper } from '../features/sources/sealed-secret.ts';
import { installFlows } from './start-worker.ts';

let test: TestDatabase;
const catalog = (await loadCatalog()).filter((one) => one.id === MAIL_FLOW);
const [shipped] = catalog;
if (!shipped) throw new Error('no flow');

/** The flow that ships, with another name: it still loads. */
function variant(name: string, flow: unknown = { ...(shipped?.flow as object), name }): FlowPackage {
  return { ...(shipped as FlowPackage), version: '0.9.0', flow, contentHash: contentHash(flow) };
}

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const start = (flows = catalog) => installFlows(test.db, flows, 'start');
const deploy = (tenant: SeededTenant, flow: FlowPackage) =>
  test.db.withTenant(tenant.scope, async (tx) =>
    deployVersion(tx, new SecretKeeper(KEY_RING), {
      version: await storeVersion(tx, flow),
      ...{ engine: 'embedded', deployedBy: 'console:ada', event: 'flow.rolled_back' },
    }),
  );
const running = (tenant: SeededTenant) =>
  test.db.withTenant(tenant.scope, async (tx) => (await runningOn(tx, MAIL_FLOW, 'embedded'))?.content_hash);

it('leaves a tenant with the version that somebody went back to', async () => {
  const ours = await seedTenant(test.db, 'back');
  await start();
  const earlier = variant('Earlier');
  await deploy(ours, earlier);
  await start();
  expect(await running(ours)).toBe(earlier.contentHash);
  await deploy(ours, shipped);
  await start();
  expect(await running(ours)).toBe(shipped.contentHash);
});

it('brings a version that the catalogue did not have before', async () => {
  const ours = await seedTenant(test.db, 'release');
  await start();
  await deploy(ours, variant('Earlier'));
  const next = { ...shipped, version: '99.0.0', contentHash: 'a'.repeat(64) };
  await start([next]);
  expect(await running(ours)).toBe(next.contentHash);
});

it('does not leave a tenant with what cannot run any more, nor with what nobody chose', async () => {
  const [gone, odd] = [await seedTenant(test.db, 'gone'), await seedTenant(test.db, 'odd')];
  await start();
  await deploy(gone, variant('', { ...(shipped.flow as object), flows: [] }));
  await test.db.withTenant(odd.scope, async (tx) => {
    const { id } = await storeVersion(tx, variant('Odd'));
    await tx.sql('flow_versions').where({ active: true, flow_id: MAIL_FLOW }).update({ active: false });
    await tx.sql('flow_versions').where({ id }).update({ active: true });
  });
  await start();
  expect([await running(gone), await running(odd)]).toEqual([shipped.contentHash, shipped.contentHash]);
});

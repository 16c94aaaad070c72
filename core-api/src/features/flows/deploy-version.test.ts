import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_RING } from '../../../test/key-ring.ts';
import { seedTenant, type SeededTenant } from '../../../test/seed.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { settled } from '../events/testing/settled.ts';
import { SecretKeeper } from '../sources/sealed-secret.ts';
import { deployVersion, runningOn, storeVersion, versionBefore } from './deploy-version.ts';
import { deploymentSecret } from './deployments.ts';
import { installFlow, type FlowPackage } from './install-flow.ts';

let test: TestDatabase;
const keeper = new SecretKeeper(KEY_RING);

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const flow = (version: string): FlowPackage => ({
  ...{ id: 'triage', version, contentHash: version[0]?.repeat(64) ?? '' },
  ...{ manifest: { purpose: 'sorts' }, flow: { steps: [version] } },
});
const inside = <T>(tenant: SeededTenant, work: (tx: TenantTx) => Promise<T>) =>
  test.db.withTenant(tenant.scope, work);
const remote = { id: 'wf-1', url: null, webhookUrl: 'https://n8n.example/webhook/x', secret: 'whsec_eA==' };

function deploy(tenant: SeededTenant, version: string, engine: 'embedded' | 'n8n' = 'embedded') {
  return inside(tenant, async (tx) => {
    const stored = await storeVersion(tx, flow(version));
    return deployVersion(tx, keeper, {
      ...{ version: stored, engine, deployedBy: 'console:ada', event: 'flow.deployed' },
      ...(engine === 'n8n' ? { remote } : {}),
    });
  });
}

it('stores a version without activating it, and once', async () => {
  const ours = await seedTenant(test.db, 'stored');
  const [first, second] = [
    await inside(ours, (tx) => storeVersion(tx, flow('1.0.0'))),
    await inside(ours, (tx) => storeVersion(tx, flow('1.0.0'))),
  ];
  expect(first).toMatchObject({ id: second.id, active: false, flow: { steps: ['1.0.0'] } });
  expect(await inside(ours, (tx) => runningOn(tx, 'triage', 'embedded'))).toBeNull();
});

it('makes the embedded engine run it, and tells who did it and what ran before', async () => {
  const ours = await seedTenant(test.db, 'embedded');
  await inside(ours, (tx) => installFlow(tx, flow('1.0.0')));
  await deploy(ours, '2.0.0');
  expect(await inside(ours, (tx) => runningOn(tx, 'triage', 'embedded'))).toMatchObject({
    version: '2.0.0',
    deployment: { engine: 'embedded', deployed_by: 'console:ada', active: true },
  });
  await settled(test.db, ours.scope);
  const events = await inside(ours, (tx) => tx.sql('events').where({ type: 'flow.deployed' }).select('data'));
  expect(events).toEqual([
    {
      data: expect.objectContaining({
        ...{ flow_id: 'triage', engine: 'embedded', deployed_by: 'console:ada' },
        before: { version: '1.0.0', content_hash: '1'.repeat(64) },
        after: { version: '2.0.0', content_hash: '2'.repeat(64) },
      }),
    },
  ]);
});

it('keeps what runs elsewhere apart from what is active here', async () => {
  const ours = await seedTenant(test.db, 'elsewhere');
  await inside(ours, (tx) => installFlow(tx, flow('1.0.0')));
  const { id } = await deploy(ours, '2.0.0', 'n8n');
  expect(await inside(ours, (tx) => runningOn(tx, 'triage', 'embedded'))).toMatchObject({ version: '1.0.0' });
  expect(await inside(ours, (tx) => runningOn(tx, 'triage', 'n8n'))).toMatchObject({
    version: '2.0.0',
    deployment: { remote_id: 'wf-1' },
  });
  expect(await inside(ours, (tx) => deploymentSecret(tx, keeper, id))).toBe(remote.secret);
});

it('knows what ran before: the last other one, or the one that is named', async () => {
  const ours = await seedTenant(test.db, 'before');
  const before = (wanted?: string) =>
    inside(ours, async (tx) => (await versionBefore(tx, 'triage', 'embedded', wanted))?.version ?? null);
  await inside(ours, (tx) => installFlow(tx, flow('1.0.0')));
  expect(await before()).toBeNull();
  await deploy(ours, '2.0.0');
  expect(await before()).toBe('1.0.0');
  await deploy(ours, '3.0.0');
  expect(await before()).toBe('2.0.0');
  await deploy(ours, '2.0.0');
  expect(await before()).toBe('3.0.0');
  expect(await before('1.0.0')).toBe('1.0.0');
  await expect(before('9.0.0')).rejects.toMatchObject({ code: 'not_found' });
});

it('has nothing to go back to where only one version ever ran', async () => {
  const ours = await seedTenant(test.db, 'only');
  await deploy(ours, '1.0.0', 'n8n');
  await deploy(ours, '2.0.0');
  expect(await inside(ours, (tx) => versionBefore(tx, 'triage', 'n8n'))).toBeNull();
});

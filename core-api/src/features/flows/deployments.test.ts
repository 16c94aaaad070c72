import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY_RING } from '../../../test/key-ring.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { SecretKeeper } from '../sources/sealed-secret.ts';
import {
  activeDeployment,
  deploymentSecret,
  engineSecret,
  findDeployments,
  newSigningSecret,
  recordDeployment,
  retireDeployment,
} from './deployments.ts';
import { activeFlow } from './flow-versions.ts';

const keeper = new SecretKeeper(KEY_RING);
let test: TestCore;
beforeAll(async () => {
  test = await createTestCore();
});
afterAll(() => test.close());

const inOurs = <T>(work: (tx: TenantTx) => Promise<T>) => test.db.withTenant(test.ours.scope, work);

const deploy = (id: string, secret = newSigningSecret()) =>
  inOurs(async (tx) =>
    recordDeployment(tx, keeper, {
      version: await activeFlow(tx, 'email-triage'),
      engine: 'n8n',
      deployedBy: 'user:someone',
      remote: {
        id,
        url: `https://n8n.example/workflow/${id}`,
        webhookUrl: `https://n8n.example/hook/${id}`,
        secret,
      },
    }),
  );

describe('a deployment', () => {
  it('takes the place of the one before, which stays known', async () => {
    const first = await deploy('one');
    const second = await deploy('two');
    expect(second).toMatchObject({
      engine: 'n8n',
      remote_id: 'two',
      active: true,
      deployed_by: 'user:someone',
    });
    expect(await inOurs((tx) => activeDeployment(tx, 'email-triage', 'n8n'))).toEqual(second);
    const all = await inOurs((tx) => findDeployments(tx, { flowId: 'email-triage' }));
    expect(all.map(({ id, active }) => ({ id, active }))).toEqual([
      { id: second.id, active: true },
      { id: first.id, active: false },
    ]);
    expect(all[1]?.superseded_at).toBeInstanceOf(Date);
    expect(await inOurs((tx) => findDeployments(tx, { onlyActive: true }))).toEqual([second]);
  });

  it('is one, however many deploy at the same moment', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => deploy(id)));
    const active = await inOurs((tx) => findDeployments(tx, { onlyActive: true }));
    expect(active).toHaveLength(1);
  });

  it('keeps its secret sealed, for nobody but its own organisation', async () => {
    const secret = newSigningSecret();
    const { id } = await deploy('sealed', secret);
    expect(await inOurs((tx) => deploymentSecret(tx, keeper, id))).toBe(secret);
    const row = await inOurs((tx) => tx.sql('flow_deployments').where({ id }).first<object>('*'));
    expect(JSON.stringify(row)).not.toContain(secret);
    const theirs = await test.db.withTenant(test.theirs.scope, (tx) => deploymentSecret(tx, keeper, id));
    expect(theirs).toBeNull();
  });

  it('of any flow on an engine is signed with the one secret that its connection there holds', async () => {
    const secret = newSigningSecret();
    await deploy('shared', secret);
    expect(await inOurs((tx) => engineSecret(tx, keeper, 'n8n'))).toBe(secret);
    expect(await inOurs((tx) => engineSecret(tx, keeper, 'activepieces'))).toBeNull();
    const theirs = await test.db.withTenant(test.theirs.scope, (tx) => engineSecret(tx, keeper, 'n8n'));
    expect(theirs).toBeNull();
  });

  it('can be ended without another', async () => {
    await deploy('last');
    await inOurs((tx) => retireDeployment(tx, 'email-triage', 'n8n'));
    expect(await inOurs((tx) => activeDeployment(tx, 'email-triage', 'n8n'))).toBeNull();
  });

  it('in this process needs neither address nor secret, and elsewhere both', async () => {
    const version = await inOurs((tx) => activeFlow(tx, 'email-triage'));
    const own = await inOurs((tx) =>
      recordDeployment(tx, keeper, { version, engine: 'embedded', deployedBy: 'system' }),
    );
    expect(own).toMatchObject({ engine: 'embedded', webhook_url: null, version: version.version });
    expect(await inOurs((tx) => deploymentSecret(tx, keeper, own.id))).toBeNull();
    const bare = inOurs((tx) =>
      recordDeployment(tx, keeper, { version, engine: 'activepieces', deployedBy: 'system' }),
    );
    await expect(bare).rejects.toThrow(/check/);
  });
});

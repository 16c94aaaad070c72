import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../../test/mails.ts';
import { KEY_RING } from '../../../test/key-ring.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { SecretKeeper } from '../sources/sealed-secret.ts';
import { newSigningSecret, recordDeployment } from './deployments.ts';
import { activeFlow } from './flow-versions.ts';
import { closeLease, dropLease, inHand, openLease, openLeaseOf } from './leases.ts';

let test: TestCore;
let deploymentId: string;
let mail: string;
beforeAll(async () => {
  test = await createTestCore();
  deploymentId = await inOurs(async (tx) => {
    const deployed = await recordDeployment(tx, new SecretKeeper(KEY_RING), {
      version: await activeFlow(tx, 'email-triage'),
      engine: 'n8n',
      deployedBy: 'system',
      remote: { id: 'w', url: null, webhookUrl: 'https://n8n.example/hook', secret: newSigningSecret() },
    });
    return deployed.id;
  });
});
beforeEach(async () => {
  mail = await acceptRaw(test.db, test.ours, rawMail());
});
afterAll(() => test.close());

const inOurs = <T>(work: (tx: TenantTx) => Promise<T>) => test.db.withTenant(test.ours.scope, work);
const entityId = () => test.ours.entities['north'] ?? '';
const open = (seconds = 60) =>
  inOurs((tx) => openLease(tx, { entityId: entityId(), inboundId: mail, deploymentId, attempt: 1, seconds }));

async function opened(seconds?: number): Promise<{ id: string; until: Date }> {
  const lease = await open(seconds);
  if (!lease) throw new Error('there was a lease already');
  return lease;
}

const tokenOf = (lease: { id: string; until: Date }) =>
  test.core.issueJobToken({
    ...{ tenantId: test.ours.id, entityId: entityId(), inboundId: mail, flowId: 'email-triage' },
    lease: { ...lease, correlationId: 'that-of-the-mail' },
  });
const job = (token: string, what: string, body?: object, method = 'POST') =>
  test.send({ method, path: `/api/v1/jobs/current/${what}/`, token, ...(body ? { body } : {}) });

describe('a lease', () => {
  it('is one for each mail, and the sweeper leaves the mail alone until it ends', async () => {
    const lease = await opened();
    expect(await open()).toBeNull();
    const row = await inOurs((tx) =>
      tx.sql('inbound_emails').where({ id: mail }).first<{ retry_at: Date }>('retry_at'),
    );
    expect(row.retry_at).toEqual(lease.until);
    await inOurs((tx) => closeLease(tx, lease.id));
    expect(await open()).not.toBeNull();
  });

  it('is among what an engine has in hand until it is reported, over or closed', async () => {
    const before = await inOurs((tx) => inHand(tx, deploymentId));
    const lease = await opened();
    expect(await inOurs((tx) => inHand(tx, deploymentId))).toBe(before + 1);
    expect((await job(tokenOf(lease), 'report', { status: 'succeeded' })).status).toBe(200);
    expect(await inOurs((tx) => inHand(tx, deploymentId))).toBe(before);
  });

  it('that was dropped leaves nothing behind; one that was reported stays', async () => {
    const refused = await opened();
    await inOurs((tx) => dropLease(tx, refused.id));
    expect(await inOurs((tx) => openLeaseOf(tx, mail))).toBeNull();
    const run = await opened();
    await job(tokenOf(run), 'report', { status: 'failed' });
    await inOurs((tx) => dropLease(tx, run.id));
    expect(await inOurs((tx) => openLeaseOf(tx, mail))).toMatchObject({
      id: run.id,
      report: { status: 'failed' },
    });
  });
});

describe('a report', () => {
  const failed = {
    status: 'failed',
    error: 'No card.',
    run_id: '42',
    steps: [{ step: 'place', status: 'failed' }],
  };

  it('is kept as it was said, and said twice it is well', async () => {
    const lease = await opened();
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await job(tokenOf(lease), 'report', failed)).toMatchObject({
        status: 200,
        body: { recorded: true },
      });
    }
    expect(await inOurs((tx) => openLeaseOf(tx, mail))).toMatchObject({ report: failed });
  });

  it('that says something else than the one before is refused', async () => {
    const lease = await opened();
    await job(tokenOf(lease), 'report', failed);
    const other = await job(tokenOf(lease), 'report', { status: 'succeeded' });
    expect(other).toMatchObject({ status: 409, body: { code: 'job_closed' } });
  });

  it('of an earlier attempt does not touch the one that is under way', async () => {
    const first = await opened();
    await inOurs((tx) => closeLease(tx, first.id));
    const second = await opened();
    expect(await job(tokenOf(first), 'report', failed)).toMatchObject({
      status: 409,
      body: { code: 'job_closed' },
    });
    expect(await inOurs((tx) => openLeaseOf(tx, mail))).toMatchObject({ id: second.id, report: null });
  });

  it('under a lease that is not there is refused', async () => {
    const nobody = { id: newId(), until: new Date(Date.now() + 60_000) };
    expect((await job(tokenOf(nobody), 'report', failed)).status).toBe(409);
    expect((await job(tokenOf(nobody), 'settings', undefined, 'GET')).status).toBe(409);
  });

  it('without a lease, as in our own engine, is answered the same and writes nothing', async () => {
    const { tenantId, inboundId } = { tenantId: test.ours.id, inboundId: mail };
    const token = test.core.issueJobToken({
      tenantId,
      entityId: entityId(),
      inboundId,
      flowId: 'email-triage',
    });
    expect(await job(token, 'report', failed)).toMatchObject({ status: 200, body: { recorded: true } });
    expect(await inOurs((tx) => openLeaseOf(tx, mail))).toBeNull();
  });
});

describe('a token under a lease', () => {
  it('is good as long as the lease, and no longer', async () => {
    const lease = await opened();
    expect((await job(tokenOf(lease), 'claim')).status).toBe(200);
    expect((await job(tokenOf({ ...lease, until: new Date(Date.now() - 1_000) }), 'claim')).status).toBe(401);
  });

  it('goes on with what the mail began, whatever the other engine sends along', async () => {
    const lease = await opened();
    await job(tokenOf(lease), 'events', { text: 'checked' });
    const [note] = await inOurs((tx) =>
      tx
        .sql('events')
        .where({ inbound_id: mail, type: 'flow.note' })
        .select<{ correlation_id: string }[]>('*'),
    );
    expect(note?.correlation_id).toBe('that-of-the-mail');
  });

  it('reads the settings of what was deployed, as they stand now', async () => {
    const lease = await opened();
    const admin = await test.signIn('admin');
    await test.send({
      ...{ method: 'PATCH', path: '/api/v1/flows/email-triage/knobs/', token: admin },
      body: { knobs: { confidence_floor: 0.75 } },
    });
    const settings = await job(tokenOf(lease), 'settings', undefined, 'GET');
    expect(settings.body).toMatchObject({ flow_id: 'email-triage', knobs: { confidence_floor: 0.75 } });
  });
});

it('a mark is given to the first that asks, once for each mail and name', async () => {
  const token = tokenOf(await opened());
  const mark = async (name: string) => (await job(token, 'marks', { name })).body;
  const asked = await Promise.all(['reply', 'reply', 'reply', 'lead'].map(mark));
  expect(asked.slice(0, 3).filter((one) => (one as { first: boolean }).first)).toHaveLength(1);
  expect(asked[3]).toEqual({ first: true });
  expect(await mark('reply')).toEqual({ first: false });
});

import type { FlowGraph } from '@pebble/contract/flow-versions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptRaw, rawMail } from '../../../test/mails.ts';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { workerDeps } from '../../../test/test-worker.ts';
import { processMail } from '../../worker/process-mail.ts';
import { ALL_TO_TRIAGE, draftOf } from '../backtests/testing/drafts.ts';
import { settled } from '../events/testing/settled.ts';

let test: TestCore;
let admin: string;
beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
});
afterAll(() => test.close());

const get = async <T>(path: string, token = admin) => (await test.send({ path, token })).body as T;
const upload = (body: object, token = admin) =>
  test.send({ method: 'POST', path: '/api/v1/flow-drafts/', token, body });
const activate = (version: string, token = admin) =>
  test.send({ method: 'POST', path: `/api/v1/flows/email-triage/versions/${version}/activate/`, token });
interface Version {
  flow_id: string;
  version: string;
  content_hash: string;
  active: boolean;
}
const versions = async (token = admin) =>
  (await get<{ items: Version[] }>('/api/v1/flows/', token)).items.filter(
    ({ flow_id }) => flow_id === 'email-triage',
  );
const active = async (token = admin) => {
  const found = (await versions(token)).find((one) => one.active);
  if (!found) throw new Error('no version is active');
  return found;
};
const told = async (type: string) => {
  await settled(test.db, test.ours.scope);
  return get<{ items: unknown[] }>(`/api/v1/events/?type=${type}`);
};

describe('the picture of a version', () => {
  const graph = (version: string) => get<FlowGraph>(`/api/v1/flows/email-triage/versions/${version}/graph/`);

  it('has every step and names the branches, and no value of any input', async () => {
    const { version, content_hash } = await active();
    const seen = await graph(version);
    expect(seen).toMatchObject({ flow_id: 'email-triage', version, content_hash });
    expect(seen.nodes[0]).toMatchObject({ step: 'trigger', kind: 'trigger', piece: '@pebble/piece-pebble' });
    expect(seen.nodes.find(({ step }) => step === 'classify')).toMatchObject({
      kind: 'piece',
      action: 'classify',
      connections: ['pebble'],
    });
    const branches = seen.edges.filter(({ from }) => from === 'route_verdict');
    expect(branches).toHaveLength(3);
    expect(branches.every(({ label }) => label !== null)).toBe(true);
    expect(JSON.stringify(seen)).not.toContain('The classifier gave no answer');
  });

  it('is found by content hash as well, and by none of another tenant', async () => {
    const { content_hash } = await active();
    expect((await graph(content_hash)).content_hash).toBe(content_hash);
    await upload(await draftOf('5.0.0', ALL_TO_TRIAGE));
    const path = '/api/v1/flows/email-triage/versions/5.0.0/graph/';
    expect((await test.send({ path, token: admin })).status).toBe(200);
    const theirs = await test.signIn('admin', 'theirs');
    expect((await test.send({ path, token: theirs })).status).toBe(404);
  });
});

describe('a draft', () => {
  it('is stored beside what is active, once, and told in the log', async () => {
    const before = await active();
    const draft = await draftOf('6.0.0', ALL_TO_TRIAGE);
    expect(await upload(draft)).toMatchObject({ status: 201, body: { version: '6.0.0', active: false } });
    expect(await upload(draft)).toMatchObject({ status: 201, body: { version: '6.0.0' } });
    expect(await active()).toEqual(before);
    expect((await versions()).filter(({ version }) => version === '6.0.0')).toHaveLength(1);
    const { items } = await told('flow.draft_uploaded');
    expect(items.filter((event) => JSON.stringify(event).includes('6.0.0'))).toHaveLength(1);
  });

  it('is refused with the step and the reason when the engine could not run it', async () => {
    const draft = await draftOf('6.1.0', { "{{classify['stream']}}": "{{classify['stream'].trim()}}" });
    const reply = await upload(draft);
    expect(reply).toMatchObject({ status: 422, body: { code: 'flow_refused' } });
    expect((reply.body as { detail: string }).detail).toMatch(/Step "\w+" is refused: .*JavaScript/);
    expect((reply.body as { errors: { path: string }[] }).errors[0]?.path).toMatch(/^body\.flow\.\w+$/);
    expect(await upload({ flow: {}, manifest: {} })).toMatchObject({ body: { code: 'flow_refused' } });
    expect((await versions()).some(({ version }) => version === '6.1.0')).toBe(false);
  });

  it('is for those who make flows', async () => {
    const draft = await draftOf('6.2.0');
    expect((await upload(draft, await test.signIn('ops'))).status).toBe(403);
    expect((await upload(draft, await test.signIn('integrator'))).status).toBe(201);
  });
});

describe('a version that is activated', () => {
  it('takes the place of the one before with its settings, and gives it back', async () => {
    const before = await active();
    await test.send({
      method: 'PATCH',
      path: '/api/v1/flows/email-triage/knobs/',
      token: admin,
      body: { knobs: { confidence_floor: 0.8 } },
    });
    await upload(await draftOf('6.3.0', ALL_TO_TRIAGE));
    expect(await activate('6.3.0')).toMatchObject({
      status: 200,
      body: { version: '6.3.0', active: true, knobs: { confidence_floor: 0.8 } },
    });
    expect(await activate('6.3.0')).toMatchObject({ status: 200 });
    expect((await told('flow.deployed')).items).toHaveLength(1);
    const { items } = await get<{ items: { engine: string; version: string; deployed_by: string }[] }>(
      '/api/v1/flow-deployments/',
    );
    expect(items).toContainEqual(
      expect.objectContaining({ engine: 'embedded', version: '6.3.0', deployed_by: 'admin of ours' }),
    );
    expect(await activate(`${before.version}@${before.content_hash}`)).toMatchObject({
      body: { version: before.version },
    });
    expect(await active()).toMatchObject({ version: before.version, content_hash: before.content_hash });
  });

  it('must be there, and is for those who make flows', async () => {
    expect((await activate('77.0.0')).status).toBe(404);
    expect((await activate((await active()).version, await test.signIn('ops'))).status).toBe(403);
  });
});

describe('knobs', () => {
  it('are told with their range, their help and how they stand', async () => {
    const { knobs } = await get<{ knobs: object[] }>('/api/v1/flows/email-triage/knobs/');
    expect(knobs).toEqual([
      expect.objectContaining({
        name: 'confidence_floor',
        type: 'number',
        min: 0.5,
        max: 0.99,
        default: 0.6,
      }),
    ]);
    expect((await test.send({ path: '/api/v1/flows/no-such/knobs/', token: admin })).status).toBe(404);
  });
});

describe('figures of steps', () => {
  it('count failures and times over the last runs, of this tenant', async () => {
    const path = '/api/v1/flows/email-triage/step-figures/';
    expect(await get(path)).toEqual({ runs: 0, since: null, steps: [] });
    const tracking_id = await acceptRaw(test.db, test.ours, rawMail());
    await processMail(workerDeps(test), {
      job: { tenant_id: test.ours.id, tracking_id, correlation_id: 'figures' },
      number: 1,
      last: true,
    });
    const seen = await get<{
      runs: number;
      steps: { step: string; runs: number; median_ms: number | null }[];
    }>(path);
    expect(seen.runs).toBe(1);
    expect(seen.steps).toContainEqual(expect.objectContaining({ step: 'classify', runs: 1, failed: 0 }));
    expect(seen.steps.find(({ step }) => step === 'end_duplicate')).toMatchObject({
      runs: 0,
      median_ms: null,
    });
    const theirs = await test.signIn('admin', 'theirs');
    expect(await get(path, theirs)).toMatchObject({ runs: 0 });
    expect((await test.send({ path: '/api/v1/flows/no-such/step-figures/', token: admin })).status).toBe(404);
  });
});

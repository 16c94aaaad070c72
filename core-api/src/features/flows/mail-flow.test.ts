import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { activeFlow, activeMailFlow } from './flow-versions.ts';
import { installFlow } from './install-flow.ts';

let test: TestCore;
let admin: string;
beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
});
afterAll(() => test.close());

const path = '/api/v1/mail-flow/';
const choose = (flow_id: string, token = admin) =>
  test.send({ method: 'PUT', path, token, body: { flow_id } });

async function install(id: string, starts: string[]): Promise<void> {
  await test.db.withTenant(test.ours.scope, async (tx) => {
    const { manifest } = await activeFlow(tx, 'email-triage');
    const events = { in: starts, out: [] };
    await installFlow(tx, {
      ...{ id, version: '1.0.0', contentHash: id, flow: {} },
      manifest: { ...manifest, id, events },
    });
  });
}

it('is email-triage until somebody chooses, and the choice is written down', async () => {
  await install('other', ['mail.accepted']);
  expect((await test.send({ path, token: admin })).body).toEqual({ flow_id: 'email-triage' });
  expect((await choose('other')).body).toEqual({ flow_id: 'other' });
  expect((await choose('other')).status).toBe(200);
  expect((await test.send({ path, token: admin })).body).toEqual({ flow_id: 'other' });
  const active = await test.db.withTenant(test.ours.scope, activeMailFlow);
  expect(active.flow_id).toBe('other');
  const told = await test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql<{ type: string; data: unknown }>('events').where({ type: 'flow.mail_flow_chosen' }).select('data'),
  );
  expect(told).toEqual([{ data: { before: 'email-triage', after: 'other' } }]);
  expect((await choose('email-triage')).status).toBe(200);
});

it('is of one organisation alone', async () => {
  await install('ours-only', ['mail.accepted']);
  await choose('ours-only');
  const theirs = await test.db.withTenant(test.theirs.scope, activeMailFlow);
  expect(theirs.flow_id).toBe('email-triage');
  expect((await choose('ours-only', await test.signIn('admin', 'theirs'))).status).toBe(404);
});

it('is no flow that is not there, or that starts with something else', async () => {
  await install('by-card', ['card.created']);
  expect((await choose('no-such-flow')).status).toBe(404);
  expect((await choose('by-card')).body).toMatchObject({
    code: 'invalid_request',
    detail: 'This flow does not start with an accepted mail, so no mail can go through it.',
  });
});

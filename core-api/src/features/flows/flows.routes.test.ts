import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../../test/test-core.ts';
import { settled } from '../events/testing/settled.ts';
import { installFlow } from './install-flow.ts';

let test: TestCore;
let admin: string;

beforeAll(async () => {
  test = await createTestCore();
  admin = await test.signIn('admin');
});
afterAll(() => test.close());

interface Flow {
  flow_id: string;
  version: string;
  active: boolean;
  knobs: Record<string, unknown>;
}
const flows = async (token = admin) =>
  ((await test.send({ path: '/api/v1/flows/', token })).body as { items: Flow[] }).items;
const triage = async () => (await flows()).filter(({ flow_id }) => flow_id === 'email-triage');
const turn = (knobs: unknown) =>
  test.send({ method: 'PATCH', path: '/api/v1/flows/email-triage/knobs/', token: admin, body: { knobs } });

it('shows the installed flow with the defaults of its knobs', async () => {
  expect(await triage()).toEqual([
    expect.objectContaining({ flow_id: 'email-triage', active: true, knobs: { confidence_floor: 0.6 } }),
  ]);
});

it('turns a knob within its range, for this tenant only, and tells it in the log', async () => {
  expect(await turn({ confidence_floor: 0.8 })).toMatchObject({
    status: 200,
    body: { knobs: { confidence_floor: 0.8 } },
  });
  expect((await flows(await test.signIn('admin', 'theirs')))[0]?.knobs).toEqual({ confidence_floor: 0.6 });
  await settled(test.db, test.ours.scope);
  const events = (await test.send({ path: '/api/v1/events/?type=flow.settings_changed', token: admin })).body;
  expect(events).toMatchObject({
    items: [{ data: { flow_id: 'email-triage', after: { confidence_floor: 0.8 } } }],
  });
});

it.each([{ confidence_floor: 7 }, { confidence_floor: 'high' }, { no_such_knob: 1 }])(
  'refuses %j, names the knob, and changes nothing',
  async (knobs) => {
    const before = await flows();
    const reply = await turn(knobs);
    expect(reply).toMatchObject({
      status: 422,
      body: { errors: [{ path: `body.knobs.${Object.keys(knobs)[0]}` }] },
    });
    expect(await flows()).toEqual(before);
  },
);

it('installs a new version beside the old one and carries the settings over', async () => {
  await turn({ confidence_floor: 0.7 });
  const stored = await test.db.withTenant(test.ours.scope, (tx) =>
    tx.sql('flow_versions').where({ flow_id: 'email-triage', active: true }).first(),
  );
  const next = {
    id: 'email-triage',
    version: '9.0.0',
    contentHash: 'f'.repeat(64),
    manifest: { ...stored.manifest, version: '9.0.0' },
    flow: stored.flow,
  };
  expect(await test.db.withTenant(test.ours.scope, (tx) => installFlow(tx, next))).toBe(true);
  expect(await test.db.withTenant(test.ours.scope, (tx) => installFlow(tx, next))).toBe(false);
  const all = await triage();
  expect(all.filter((flow) => flow.active)).toEqual([
    expect.objectContaining({ version: '9.0.0', knobs: { confidence_floor: 0.7 } }),
  ]);
  expect(all).toHaveLength(2);
});

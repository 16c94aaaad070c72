import { runningOn } from '@pebble/core-api/features/flows/deploy-version';
import { installFlow } from '@pebble/core-api/features/flows/install-flow';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SeededTenant } from '../../core-api/test/seed.ts';
import { openBench, type Bench } from './testing/bench.ts';
import { edited } from './testing/edited.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const runs = (tenant: SeededTenant) =>
  bench.test.db.withTenant(
    tenant.scope,
    async (tx) => (await runningOn(tx, 'email-triage', 'embedded'))?.version,
  );
const events = (tenant: SeededTenant) =>
  bench.test.db.withTenant(tenant.scope, (tx) =>
    tx.sql('events').whereIn('type', ['flow.deployed', 'flow.rolled_back']).select('type', 'actor', 'data'),
  );

it('deploys what lies in the folder, and says by whom', async () => {
  const acme = await bench.seed('acme');
  const report = await bench.run('deploy email-triage --to embedded --tenant acme');
  expect(report).toMatchObject({
    ok: true,
    json: { flow: 'email-triage', engine: 'embedded', tenant: 'acme', deployed_by: 'console:ada' },
  });
  expect(report.lines[0]).toContain('runs there now');
  expect(await runs(acme)).toBe(bench.triage.version);
  expect(await events(acme)).toMatchObject([
    { type: 'flow.deployed', actor: 'console:ada', data: { engine: 'embedded', before: null } },
  ]);
  const again = await bench.run('deploy email-triage --to embedded --tenant acme');
  expect(again.lines[0]).toContain('already');
  expect(await events(acme)).toHaveLength(1);
});

it('goes back with one command, and forth with the same', async () => {
  const back = await bench.seed('back');
  await bench.test.db.withTenant(back.scope, (tx) => installFlow(tx, bench.triage));
  const next = edited(bench.triage, '2.0.0');
  // Its cases know another text.
  const shop = { catalog: [next], root: '/nowhere' };
  expect(await bench.refusal('deploy email-triage --to embedded --tenant back', shop)).toContain('no cases');
  await bench.test.db.withTenant(back.scope, (tx) => installFlow(tx, next));
  expect(await runs(back)).toBe('2.0.0');
  const report = await bench.run('rollback email-triage --tenant back');
  expect(report.lines[0]).toContain(`${bench.triage.version} of back in embedded: runs there again`);
  expect(await runs(back)).toBe(bench.triage.version);
  await bench.run('rollback email-triage --tenant back');
  expect(await runs(back)).toBe('2.0.0');
  await bench.run(`rollback email-triage --tenant back --to ${bench.triage.version}`);
  expect(await runs(back)).toBe(bench.triage.version);
  expect((await events(back)).map((one) => one.type)).toEqual(Array(3).fill('flow.rolled_back'));
});

it('does not go back to what this release cannot run, nor to what never was', async () => {
  const stuck = await bench.seed('stuck');
  expect(await bench.refusal('rollback email-triage --tenant stuck')).toContain('nothing to go back to');
  const text = JSON.stringify(bench.triage.flow).replaceAll('"actionName":"classify"', '"actionName":"gone"');
  const broken = {
    ...bench.triage,
    version: '0.1.0',
    flow: JSON.parse(text) as unknown,
    contentHash: '0'.repeat(64),
  };
  for (const one of [broken, bench.triage]) {
    await bench.test.db.withTenant(stuck.scope, (tx) => installFlow(tx, one));
  }
  const told = await bench.refusal('rollback email-triage --tenant stuck');
  expect(told).toContain('no action "gone"');
  expect(told).toContain('--to');
  expect(await bench.refusal('rollback email-triage --tenant stuck --to 7.7.7')).toContain(
    'never had a version 7.7.7',
  );
  expect(await runs(stuck)).toBe(bench.triage.version);
});

it('refuses what is not in order, and names the step', async () => {
  await bench.seed('strict');
  const leak = edited(bench.triage, '2.0.0', 'Bearer abcdefgh12345678');
  const told = await bench.refusal('deploy email-triage --to embedded --tenant strict', { catalog: [leak] });
  expect(told).toContain('step "end_duplicate": input.reason looks like a secret');
  const other = edited(bench.triage, '2.0.0');
  const failing = await bench.refusal('deploy email-triage --to embedded --tenant strict', {
    catalog: [other],
  });
  expect(failing).toMatch(/1 of \d+ cases of email-triage fail:\nduplicate: /);
  expect(failing).toContain('Nothing was deployed');
});

it('refuses another version than the folder holds, and a version with two contents', async () => {
  await bench.seed('versions');
  const line = 'deploy email-triage --to embedded --tenant versions';
  expect(await bench.refusal(`${line} --version 0.0.1`)).toContain('rollback email-triage --to 0.0.1');
  const versions = (await bench.test.db.tenants()).find((one) => one.slug === 'versions');
  const scope = { ...(await bench.seed('unused')).scope, tenantId: versions?.id ?? '' };
  const twin = edited(bench.triage, bench.triage.version);
  await bench.test.db.withTenant(scope, (tx) => installFlow(tx, twin));
  expect(await bench.refusal(line)).toContain('Raise "version"');
});

it('promotes what was tried elsewhere, and only that', async () => {
  const [stage, live] = [await bench.seed('stage'), await bench.seed('live')];
  const line = 'promote email-triage --from-tenant stage --to-tenant live';
  expect(await bench.refusal(line)).toContain('nothing to promote');
  await bench.run('deploy email-triage --to embedded --tenant stage');
  const report = await bench.run(line);
  expect(report.json).toMatchObject({ tenant: 'live', content_hash: bench.triage.contentHash });
  expect(await runs(live)).toBe(bench.triage.version);
  expect(await bench.refusal(line, { catalog: [edited(bench.triage, '2.0.0')] })).toContain(
    'the folder holds 2.0.0',
  );
  expect(await bench.refusal('promote email-triage')).toContain('--from-tenant');
  expect(await runs(stage)).toBe(bench.triage.version);
});

it('tells the difference between the folder and what is deployed', async () => {
  await bench.seed('differ');
  await bench.run('deploy email-triage --to embedded --tenant differ');
  const line = 'diff email-triage --tenant differ';
  expect((await bench.run(line)).lines).toEqual([expect.stringContaining('with the same steps')]);
  const report = await bench.run(line, { catalog: [edited(bench.triage, '2.0.0')] });
  expect(report.lines).toEqual([
    expect.stringContaining('the folder holds 2.0.0'),
    expect.stringMatching(/~ end_duplicate: input reason: "Same mail as .* → "Edited\. /),
  ]);
});

it('asks for the organisation where there are several, and for the flow', async () => {
  expect(await bench.refusal('diff email-triage')).toContain('--tenant');
  expect(await bench.refusal('diff email-triage --tenant nobody')).toContain('no organisation "nobody"');
  expect(await bench.refusal('deploy --to embedded --tenant acme')).toContain('Name a flow: email-triage');
  expect(await bench.refusal('deploy no-such --to embedded')).toContain('There are email-triage');
  expect(await bench.refusal('deploy email-triage --tenant acme')).toContain('embedded, activepieces, n8n');
});

import { activeDeployment, deploymentSecret } from '@pebble/core-api/features/flows/deployments';
import { SecretKeeper } from '@pebble/core-api/features/sources/sealed-secret';
import type { FlowEngine } from '@pebble/contract/flows';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_RING } from '../../core-api/test/key-ring.ts';
import type { SeededTenant } from '../../core-api/test/seed.ts';
import { scratchFiles } from '../lib/testing/scratch.ts';
import { openBench, type Bench } from './testing/bench.ts';
import { edited } from './testing/edited.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const deployment = (tenant: SeededTenant, engine: FlowEngine) =>
  bench.test.db.withTenant(tenant.scope, async (tx) => {
    const found = await activeDeployment(tx, 'email-triage', engine);
    const secret = found && (await deploymentSecret(tx, new SecretKeeper(KEY_RING), found.id));
    return found && { ...found, secret };
  });

/** A folder that holds the flow in this version, with cases that fit it. */
function folder(version: string) {
  const flow = edited(bench.triage, version, 'Twin of');
  const cases = join(bench.shop.root, 'email-triage', 'cases');
  const files = readdirSync(cases).map((file): [string, string] => [
    `email-triage/cases/${file}`,
    readFileSync(join(cases, file), 'utf8').replaceAll('Same mail as ', 'Twin of '),
  ]);
  const root = scratchFiles({
    ...Object.fromEntries(files),
    'email-triage/flow.json': JSON.stringify(flow.flow),
  });
  return { root, catalog: [flow] };
}

it('says what is missing before anything is changed', async () => {
  await bench.seed('early');
  const line = (engine: string) => `deploy email-triage --to ${engine} --tenant early`;
  expect(await bench.refusal(line('n8n'), { publicUrl: null })).toContain('PUBLIC_URL');
  const told = await bench.refusal(line('activepieces'));
  expect(told).toContain('@pebble/piece-dedupe');
  expect(told).toContain('npm run pack:connectors');
  expect(bench.activepieces.held.flows.size).toBe(0);
});

it('deploys to Activepieces, each organisation with connections of its own', async () => {
  await bench.installPieces();
  const [acme, beta] = [await bench.seed('acme'), await bench.seed('beta')];
  for (const slug of ['acme', 'beta']) {
    await bench.run(`deploy email-triage --to activepieces --tenant ${slug}`);
  }
  const { held } = bench.activepieces;
  const [ours, theirs] = [await deployment(acme, 'activepieces'), await deployment(beta, 'activepieces')];
  expect(ours).toMatchObject({ deployed_by: 'console:ada', version: bench.triage.version });
  expect(ours?.webhook_url).toBe(`${bench.activepieces.url}/api/v1/webhooks/${ours?.remote_id}`);
  expect(held.connections.get('acme_pebble')).toMatchObject({
    value: {
      type: 'CUSTOM_AUTH',
      props: { base_url: 'https://pebble.example', signing_secret: ours?.secret },
    },
  });
  expect(ours?.secret).not.toBe(theirs?.secret);
  const flow = held.flows.get(ours?.remote_id ?? '');
  expect(flow?.status).toBe('ENABLED');
  expect(JSON.stringify(flow?.version.trigger)).toContain("connections['acme_pebble']");
});

it('replaces the flow over there, keeps its secret, and goes back', async () => {
  const again = await bench.seed('again');
  const line = 'deploy email-triage --to activepieces --tenant again';
  await bench.run(line);
  const first = await deployment(again, 'activepieces');
  const shop = folder('2.0.0');
  await bench.run(line, shop);
  const second = await deployment(again, 'activepieces');
  expect(second).toMatchObject({ version: '2.0.0', remote_id: first?.remote_id, secret: first?.secret });
  const drawn = () =>
    JSON.stringify(bench.activepieces.held.flows.get(first?.remote_id ?? '')?.version.trigger);
  expect(drawn()).toContain('Twin of ');
  expect(await bench.refusal('rollback email-triage --tenant again --engine embedded', shop)).toContain(
    'nothing',
  );
  await bench.run('rollback email-triage --tenant again --engine activepieces', shop);
  expect(drawn()).not.toContain('Twin of ');
  expect(await deployment(again, 'activepieces')).toMatchObject({ version: bench.triage.version });
});

it('does not go over what somebody has edited, but brings it in', async () => {
  const pull = await bench.seed('pull');
  const line = 'deploy email-triage --to activepieces --tenant pull';
  await bench.run(line);
  const { remote_id } = (await deployment(pull, 'activepieces')) ?? {};
  const flow = bench.activepieces.held.flows.get(remote_id ?? '');
  const edit = (from: string, to: string) => {
    if (flow) flow.template = JSON.parse(JSON.stringify(flow.template).replaceAll(from, to));
  };
  edit('Same mail as ', 'Twin of ');
  expect(await bench.refusal(line)).toMatch(
    /edited email-triage in Activepieces[^]*end_duplicate[^]*flows -- pull/,
  );
  const differing = await bench.run('diff email-triage --tenant pull --engine activepieces');
  expect(differing.lines).toEqual([
    expect.stringContaining('with the same steps'),
    expect.stringContaining('Edited over there'),
    expect.stringContaining('end_duplicate'),
  ]);

  const shop = { root: scratchFiles({ 'email-triage/flow.json': '' }) };
  const report = await bench.run('pull email-triage --from activepieces --tenant pull', shop);
  expect(report.lines.join('\n')).toMatch(/~ end_duplicate: input reason[^]*raise "version" above/);
  const written = readFileSync(join(shop.root, 'email-triage/flow.json'), 'utf8');
  const committed = readFileSync(join(bench.shop.root, 'email-triage/flow.json'), 'utf8');
  expect(written).toBe(committed.replaceAll('Same mail as ', 'Twin of '));

  // An edit of an older version, brought over a newer folder.
  const late = { root: folder('3.0.0').root, catalog: [edited(bench.triage, '3.0.0', 'Copy of')] };
  expect((await bench.run('pull email-triage --tenant pull', late)).lines.join('\n')).toContain(
    `made on ${bench.triage.version}, and the folder held 3.0.0`,
  );

  // Somebody has picked a connection that they made for this one piece.
  const api = await bench.shop.activepieces();
  await api.upsertConnection({
    ...{ externalId: 'aZ19', displayName: 'Mine', pieceName: '@pebble/piece-dedupe', pieceVersion: '0.2.0' },
    value: { type: 'CUSTOM_AUTH', props: {} },
  });
  edit("connections['pull_pebble']", "connections['aZ19']");
  await bench.run('pull email-triage --tenant pull', shop);
  expect(readFileSync(join(shop.root, 'email-triage/flow.json'), 'utf8')).toBe(written);

  edit('Twin of ', 'Bearer abcdefgh12345678 ');
  expect(await bench.refusal('pull email-triage --tenant pull', shop)).toContain('looks like a secret');
  await bench.run(`${line} --overwrite`);
  expect(JSON.stringify(flow?.template)).toContain('Same mail as ');
});

it('deploys to n8n and waits for its webhook', async () => {
  const acme = await bench.seed('n8n');
  const line = 'deploy email-triage --to n8n --tenant n8n';
  await bench.run(line);
  const { held } = bench.n8n;
  const first = await deployment(acme, 'n8n');
  const workflow = held.workflows.get(first?.remote_id ?? '');
  expect(workflow).toMatchObject({ name: 'Email triage (n8n)', active: true });
  const [credential] = [...held.credentials.values()];
  expect(credential).toMatchObject({ name: 'n8n_pebble', type: 'pebbleApi' });
  expect(Object.values(credential?.data ?? {})).toEqual(['https://pebble.example', first?.secret]);
  expect(workflow?.nodes[0]?.['credentials']).toEqual({
    pebbleApi: { id: credential?.id, name: 'n8n_pebble' },
  });
  expect(first?.webhook_url).toBe(`${bench.n8n.url}/webhook/${workflow?.nodes[0]?.['webhookId']}/webhook`);

  // Renewed, not made again.
  await bench.run(line);
  expect([held.workflows.size, held.credentials.size]).toEqual([1, 1]);
});

it('leaves the old one active when n8n does not take the new one', async () => {
  const half = await bench.seed('half');
  const line = 'deploy email-triage --to n8n --tenant half';
  bench.refusePublishing(true);
  expect(await bench.refusal(line)).toContain('Nothing was deployed');
  expect(await deployment(half, 'n8n')).toBeNull();
  bench.refusePublishing(false);
  await bench.run(line);
  bench.refusePublishing(true);
  expect(await bench.refusal(line, folder('2.0.0'))).toContain(`${bench.triage.version} is still active`);
  bench.refusePublishing(false);
  const { remote_id, version } = (await deployment(half, 'n8n')) ?? {};
  expect(version).toBe(bench.triage.version);
  const held = bench.n8n.held.workflows.get(remote_id ?? '');
  expect(JSON.stringify(held?.published)).not.toContain('Twin of ');
});

it('sees what was drawn in n8n, goes not over it, and cannot bring it in', async () => {
  const drawn = await bench.seed('drawn');
  await bench.run('deploy email-triage --to n8n --tenant drawn');
  const { remote_id } = (await deployment(drawn, 'n8n')) ?? {};
  const workflow = bench.n8n.held.workflows.get(remote_id ?? '');
  const node = workflow?.nodes.find((one) => one['name'] === 'place_unjudged');
  Object.assign(node?.['parameters'] as object, { stream: 'tender' });
  const report = await bench.run('diff email-triage --tenant drawn --engine n8n');
  expect(report.lines.at(-1)).toBe('  ~ place_unjudged: stream: "crm" → "tender"');
  const line = 'deploy email-triage --to n8n --tenant drawn';
  expect(await bench.refusal(line)).toContain('--overwrite');
  expect(await bench.refusal('pull email-triage --from n8n --tenant drawn')).toContain(
    'drawn in Activepieces',
  );
  await bench.seed('other');
  const promote = 'promote email-triage --from-tenant drawn --to-tenant other --from n8n';
  expect(await bench.refusal(promote)).toContain('not 1.1.0 any more');
});

it('says when what was deployed is gone, and brings it up anew', async () => {
  const gone = await bench.seed('gone');
  for (const engine of ['n8n', 'activepieces'] as const) {
    await bench.run(`deploy email-triage --to ${engine} --tenant gone`);
    const { remote_id } = (await deployment(gone, engine)) ?? {};
    const held = engine === 'n8n' ? bench.n8n.held.workflows : bench.activepieces.held.flows;
    held.delete(remote_id ?? '');
    const { lines } = await bench.run(`diff email-triage --tenant gone --engine ${engine}`);
    expect(lines).toContain('It is not there any more; deploy it again.');
    await bench.seed(`after-${engine}`);
    const promote = `promote email-triage --from ${engine} --from-tenant gone --to-tenant after-${engine}`;
    expect(await bench.refusal(promote)).toContain('any more');
    await bench.run(`deploy email-triage --to ${engine} --tenant gone`);
    expect((await deployment(gone, engine))?.remote_id).toSatisfy((id: string) => held.has(id));
  }
});

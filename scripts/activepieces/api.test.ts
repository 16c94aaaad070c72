import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../lib/root.mjs';
import { openActivepieces, type ConnectionDraft } from './api.ts';
import type { FlowDraft } from './flow-calls.ts';
import { startStandIn } from './testing/stand-in.ts';

let standIn: Awaited<ReturnType<typeof startStandIn>>;
beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(() => standIn.close());

const open = () => openActivepieces({ url: standIn.url, ...standIn.account, pauseMs: 1 });
const connection: ConnectionDraft = {
  externalId: 'pebble',
  displayName: 'Pebble',
  pieceName: '@pebble/piece-pebble',
  pieceVersion: '0.2.0',
  value: { type: 'CUSTOM_AUTH', props: { base_url: 'https://pebble.example' } },
};

async function committedFlow(): Promise<FlowDraft> {
  const template = await readFile(join(ROOT, 'flows/email-triage/flow.json'), 'utf8');
  const [flow] = (JSON.parse(template) as { flows: FlowDraft[] }).flows;
  if (!flow) throw new Error('no flow');
  return flow;
}

test('a password and a token open the same project', async () => {
  expect((await open()).projectId).toBe('project-1');
  const byToken = await openActivepieces({ url: `${standIn.url}/api/v1/`, token: standIn.token });
  expect(byToken).toMatchObject({ projectId: 'project-1', url: standIn.url });
});

test('a wrong token is told with what to do, and without itself', async () => {
  const opened = openActivepieces({ url: standIn.url, token: 'stolen-token' });
  await expect(opened).rejects.toThrow('sign in again');
  await expect(opened).rejects.not.toThrow('stolen-token');
  await expect(openActivepieces({ url: standIn.url })).rejects.toThrow('ACTIVEPIECES_TOKEN');
  await expect(openActivepieces({ url: 'http://127.0.0.1:1', token: 't' })).rejects.toThrow(
    'ACTIVEPIECES_URL',
  );
});

test('a piece is installed once; the same version again stays as it is', async () => {
  const activepieces = await open();
  const piece = { name: '@pebble/piece-acme', version: '0.1.0', archive: new Uint8Array([31, 139, 8]) };
  expect(await activepieces.installPiece(piece)).toBe('installed');
  expect(await activepieces.installPiece({ ...piece, archive: new Uint8Array([0]) })).toBe('present');
  expect(standIn.held.pieces.get('@pebble/piece-acme@0.1.0')).toEqual(new Uint8Array([31, 139, 8]));
  await expect(activepieces.installPiece({ ...piece, version: '0.1.0-beta' })).rejects.toThrow('400');
  expect(await activepieces.hasPiece('@pebble/piece-acme', '0.1.0')).toBe(true);
  expect(await activepieces.hasPiece('@pebble/piece-acme', '0.2.0')).toBe(false);
});

test('connections are listed without what they hold', async () => {
  const activepieces = await open();
  await activepieces.upsertConnection({ ...connection, externalId: 'listed' });
  expect(await activepieces.listConnections()).toContainEqual({
    externalId: 'listed',
    displayName: 'Pebble',
    pieceName: '@pebble/piece-pebble',
  });
});

test.each<ConnectionDraft['value']>([
  { type: 'SECRET_TEXT', secret_text: 'word' },
  { type: 'CUSTOM_AUTH', props: { base_url: 'https://pebble.example' } },
  {
    ...{ type: 'OAUTH2', client_id: 'id', client_secret: 'word', code: 'unused', scope: 'a' },
    ...{ redirect_url: 'https://x.example', grant_type: 'client_credentials' },
  },
])('a connection of kind $type has the shape that Activepieces takes', async (value) => {
  await (await open()).upsertConnection({ ...connection, externalId: value.type, value });
  expect(standIn.held.connections.get(value.type)).toMatchObject({
    type: value.type,
    projectId: 'project-1',
    value,
  });
});

test('a credential that does not get through says what the piece said', async () => {
  const value = { type: 'CUSTOM_AUTH', props: { token: 'refused' } } as const;
  const upserted = (await open()).upsertConnection({ ...connection, value });
  await expect(upserted).rejects.toThrow('AuthError: Pebble answered 401');
});

test('a flow is made, filled, published, called, looked at, exported and taken away', async () => {
  const activepieces = await open();
  const flow = await committedFlow();
  const { id } = await activepieces.createFlow(flow.displayName);
  await activepieces.importFlow(id, flow);
  const published = await activepieces.publishFlow(id);
  expect(published).toMatchObject({
    status: 'ENABLED',
    operationStatus: 'NONE',
    publishedVersionId: `${id}-v1`,
  });
  expect((await activepieces.listFlows()).map((one) => one.id)).toContain(id);

  const called = await fetch(activepieces.webhookUrl(id), { method: 'POST', body: '{"a":1}' });
  expect(called.status).toBe(200);
  const [run] = await activepieces.listRuns(id);
  expect(await activepieces.getRun(run?.id ?? '')).toMatchObject({ status: 'SUCCEEDED', flowId: id });
  expect((await activepieces.exportFlow(id)).trigger).toEqual(flow.trigger);

  expect(await activepieces.disableFlow(id)).toMatchObject({ status: 'DISABLED' });
  await activepieces.deleteFlow(id);
  await expect(activepieces.getFlow(id)).rejects.toThrow('404');
});

test('a flow that never comes up is told after a while', async () => {
  const activepieces = await openActivepieces({ url: standIn.url, ...standIn.account, patienceMs: -1 });
  const { id } = await activepieces.createFlow('Slow');
  await expect(activepieces.publishFlow(id)).rejects.toThrow('Look at its worker');
});

test('a trigger that is none is refused at import', async () => {
  const activepieces = await open();
  const { id } = await activepieces.createFlow('Broken');
  const broken = { displayName: 'Broken', trigger: { name: 'trigger' }, schemaVersion: '20' };
  await expect(activepieces.importFlow(id, broken)).rejects.toThrow('400 (VALIDATION)');
});

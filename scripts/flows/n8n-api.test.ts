import { afterAll, beforeAll, expect, test } from 'vitest';
import { openN8n, type WorkflowDraft } from './n8n-api.ts';
import { startN8nStandIn } from './testing/n8n-stand-in.ts';

let standIn: Awaited<ReturnType<typeof startN8nStandIn>>;
beforeAll(async () => {
  standIn = await startN8nStandIn();
});
afterAll(() => standIn.close());

const open = (more = {}) => openN8n({ url: `${standIn.url}/`, apiKey: standIn.apiKey, pauseMs: 1, ...more });
const draft: WorkflowDraft = {
  name: 'Triage',
  nodes: [
    {
      ...{ id: 'a', name: 'trigger', type: 'x', typeVersion: 1, webhookId: 'hook-1', parameters: {} },
      position: [0, 0],
    },
  ],
  connections: {},
  settings: { executionOrder: 'v1' },
};

test('a workflow is made, published, waited for, changed and taken away', async () => {
  const n8n = open();
  const { id } = await n8n.createWorkflow(draft);
  expect((await n8n.getWorkflow(id))?.active).toBe(false);
  await n8n.publishWorkflow(id);
  await n8n.awaitWebhook(n8n.webhookUrl('hook-1', 'webhook'));
  await n8n.saveWorkflow(id, { ...draft, name: 'Other' });
  expect(await n8n.getWorkflow(id)).toMatchObject({ name: 'Other', active: true });
  await n8n.deleteWorkflow(id);
  expect(await n8n.getWorkflow(id)).toBeNull();
});

test('credentials are listed, made and changed', async () => {
  const n8n = open();
  const { id } = await n8n.createCredential({ name: 'acme pebble', type: 'pebbleApi', data: { a: 1 } });
  await n8n.updateCredential(id, { a: 2 });
  expect(await n8n.listCredentials()).toContainEqual({ id, name: 'acme pebble', type: 'pebbleApi' });
  expect(standIn.held.credentials.get(id)?.data).toEqual({ a: 2 });
});

test('what goes wrong is told with what to do, and without the key', async () => {
  const stranger = open({ apiKey: 'stolen-key' });
  await expect(stranger.listCredentials()).rejects.toThrow('N8N_API_KEY');
  await expect(stranger.listCredentials()).rejects.not.toThrow('stolen-key');
  await expect(open({ url: 'http://127.0.0.1:1' }).listCredentials()).rejects.toThrow('N8N_URL');
  await expect(open().createWorkflow({ ...draft, extra: 1 } as never)).rejects.toThrow(
    'additional properties',
  );
});

test('a webhook that never comes is told after a while', async () => {
  const waiting = open({ patienceMs: -1 }).awaitWebhook(`${standIn.url}/webhook/none/webhook`);
  await expect(waiting).rejects.toThrow('does not answer');
});

import type { FlowPackage } from '@pebble/flows/catalog';
import { compileForN8n } from '@pebble/flows/n8n/compile';
import type { N8nNode, N8nWorkflow } from '@pebble/flows/n8n/workflow';
import type { Connector } from '@pebble/kit/connector';
import { credentialProperty } from '@pebble/kit/host/n8n-names';
import { ScriptError } from '../lib/script-error.mjs';
import { compareWorkflows } from './compare-workflows.ts';
import { PEBBLE_CONNECTION, remoteName, type BringUp, type ForeignEngine } from './foreign-engine.ts';
import type { N8n, WorkflowDraft } from './n8n-api.ts';

/** Deploys to an n8n: the compiled workflow is saved as a draft and published, so that the published one runs until then. */
export function n8nEngine(api: N8n, pieces: Readonly<Record<string, Connector>>): ForeignEngine {
  const compiled = ({ flow, manifest }: FlowPackage, tenant: string) =>
    compileForN8n({ flow, manifest, pieces }, { instance: tenant });
  return {
    label: 'n8n',
    async bringUp(request) {
      const workflow = compiled(request.flow, request.tenant);
      const draft = await withCredentials(api, workflow, request);
      const known = request.current?.deployment.remote_id;
      const before = known ? await api.getWorkflow(known) : null;
      const { id } = before ? await api.saveWorkflow(before.id, draft) : await api.createWorkflow(draft);
      const webhookUrl = api.webhookUrl(webhookIdOf(workflow), 'webhook');
      try {
        await api.publishWorkflow(id);
        await api.awaitWebhook(webhookUrl);
      } catch (error) {
        const told = error instanceof Error ? error.message : String(error);
        throw new ScriptError(`${told}\n${await stepBack(api, id, before && draftOf(before), request)}`);
      }
      return { id, url: api.workflowUrl(id), webhookUrl };
    },
    async edits(deployment, deployed, tenant) {
      const there = await api.getWorkflow(deployment.remote_id ?? '');
      return there && compareWorkflows(compiled(deployed, tenant), there);
    },
  };
}

/** The workflow with the ids of its credentials. That of Pebble is made or renewed; the others have to be there. */
async function withCredentials(
  api: N8n,
  workflow: N8nWorkflow,
  { tenant, publicUrl, secret }: BringUp,
): Promise<WorkflowDraft> {
  const held = await api.listCredentials();
  const ids = new Map(held.map((one) => [`${one.type} ${one.name}`, one.id]));
  const wanted = new Map(
    workflow.nodes.flatMap((node) =>
      Object.entries(node.credentials ?? {}).map(([type, { name }]) => [`${type} ${name}`, { type, name }]),
    ),
  );
  const missing = [...wanted.values()].filter(
    ({ type, name }) => name !== PEBBLE_CONNECTION && !ids.has(`${type} ${remoteName(tenant, name)}`),
  );
  if (missing.length > 0) {
    const named = missing.map(({ type, name }) => `"${remoteName(tenant, name)}" of type ${type}`);
    throw new ScriptError(
      `n8n has no credential ${named.join(', ')}.\nMake it there under this name; it begins with the organisation, ` +
        'so that no flow signs in with what belongs to another.',
    );
  }
  for (const { type, name } of wanted.values()) {
    if (name !== PEBBLE_CONNECTION) continue;
    const data = {
      [credentialProperty('base_url')]: publicUrl,
      [credentialProperty('signing_secret')]: secret,
    };
    const key = `${type} ${remoteName(tenant, name)}`;
    const known = ids.get(key);
    if (known) await api.updateCredential(known, data);
    else ids.set(key, (await api.createCredential({ name: remoteName(tenant, name), type, data })).id);
  }
  const nodes = workflow.nodes.map((node): N8nNode => {
    if (!node.credentials) return node;
    const found = Object.entries(node.credentials).map(([type, { name }]) => {
      const there = remoteName(tenant, name);
      return [type, { id: ids.get(`${type} ${there}`) ?? null, name: there }];
    });
    return { ...node, credentials: Object.fromEntries(found) as NonNullable<N8nNode['credentials']> };
  });
  return { ...draftOf(workflow), nodes };
}

function draftOf({ name, nodes, connections, settings }: WorkflowDraft): WorkflowDraft {
  return { name, nodes, connections, settings };
}

function webhookIdOf({ nodes }: N8nWorkflow): string {
  return nodes.find((node) => node.webhookId !== undefined)?.webhookId ?? '';
}

/** Puts back what ran before. Says what runs now. */
async function stepBack(
  api: N8n,
  id: string,
  before: WorkflowDraft | null,
  { current }: BringUp,
): Promise<string> {
  if (!before) {
    await api.deleteWorkflow(id).catch(() => null);
    return current
      ? `${current.flow.version} is still recorded, but its workflow is gone.`
      : 'Nothing was deployed.';
  }
  const version = current?.flow.version ?? 'What ran before';
  try {
    await api.saveWorkflow(id, before);
    await api.publishWorkflow(id);
    return `${version} is still active.`;
  } catch {
    const { active } = (await api.getWorkflow(id).catch(() => null)) ?? { active: false };
    return active
      ? `${version} is still active; its draft in n8n is the new one.`
      : `${version} could not be brought back: look at ${api.workflowUrl(id)}, and deploy again. Mail waits meanwhile.`;
  }
}

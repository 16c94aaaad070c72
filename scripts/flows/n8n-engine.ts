import type { FlowPackage } from '@pebble/flows/catalog';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { compileForN8n } from '@pebble/flows/n8n/compile';
import type { N8nWorkflow } from '@pebble/flows/n8n/workflow';
import type { Connector } from '@pebble/kit/connector';
import { ScriptError } from '../lib/script-error.mjs';
import { compareWorkflows } from './compare-workflows.ts';
import type { BringUp, ForeignEngine } from './foreign-engine.ts';
import type { N8n, RemoteCredential, WorkflowDraft } from './n8n-api.ts';
import { authsHeld, withCredentials, withNames } from './n8n-credentials.ts';

type Pieces = Readonly<Record<string, Connector>>;

/** Deploys to an n8n: the compiled workflow is saved as a draft and published, so that the published one runs until then. */
export function n8nEngine(api: N8n, pieces: Pieces): ForeignEngine {
  return {
    label: 'n8n',
    async bringUp(request) {
      const held = await api.listCredentials();
      const workflow = compile(request.flow, request.tenant, { held, pieces });
      const draft = {
        ...draftOf(workflow),
        nodes: await withCredentials(api, workflow, { ...request, held, pieces }),
      };
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
      if (!there) return null;
      const held = await api.listCredentials();
      try {
        const workflow = compile(deployed, tenant, { held, pieces: asPinned(pieces, deployed) });
        return compareWorkflows({ ...workflow, nodes: withNames(workflow, tenant) }, there);
      } catch (error) {
        if (!(error instanceof FlowRefused)) throw error;
        const text = `nobody can tell what was edited, because this release does not know it: ${error.message}`;
        return [{ step: null, kind: 'changed', text }];
      }
    },
  };
}

function compile(
  { flow, manifest }: FlowPackage,
  tenant: string,
  { held, pieces }: { held: readonly RemoteCredential[]; pieces: Pieces },
): N8nWorkflow {
  const auths = authsHeld(held, tenant, { flow, pieces });
  return compileForN8n({ flow, manifest, pieces }, { instance: tenant, auths });
}

/** What was deployed by an older release names older pieces; what their nodes are called has not changed. */
function asPinned(pieces: Pieces, { manifest }: FlowPackage): Pieces {
  const pinned = Object.entries(pieces).map(([name, piece]): [string, Connector] => [
    name,
    { ...piece, version: manifest.pieces[name] ?? piece.version },
  ]);
  return Object.fromEntries(pinned);
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

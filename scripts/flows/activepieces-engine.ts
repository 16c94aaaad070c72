import type { FlowPackage } from '@pebble/flows/catalog';
import { connectionNames, renameConnections } from '@pebble/flows/edit/connection-names';
import { diffFlows } from '@pebble/flows/edit/flow-diff';
import { scrub } from '@pebble/flows/edit/scrub';
import type { Activepieces } from '../activepieces/api.ts';
import type { FlowDraft } from '../activepieces/flow-calls.ts';
import { ScriptError } from '../lib/script-error.mjs';
import {
  PEBBLE_CONNECTION,
  PEBBLE_PIECE,
  remoteName,
  type BringUp,
  type ForeignEngine,
} from './foreign-engine.ts';

/** Deploys to an Activepieces: its draft is replaced and published, so that the published version runs until the new one is up. */
export function activepiecesEngine(api: Activepieces): ForeignEngine {
  return {
    label: 'Activepieces',
    async bringUp(request) {
      await demandPieces(api, request.flow);
      await demandConnections(api, request);
      const id = await flowId(api, request);
      try {
        await api.importFlow(id, draftFor(request.flow, request.tenant));
        await api.publishFlow(id);
      } catch (error) {
        throw new ScriptError(`${messageOf(error)}\n${await stepBack(api, id, request)}`);
      }
      return { id, url: api.flowUrl(id), webhookUrl: api.webhookUrl(id) };
    },
    async edits(deployment, deployed, tenant) {
      const { remote_id } = deployment;
      if (!remote_id || !(await isThere(api, remote_id))) return null;
      const exported = await api.exportFlow(remote_id);
      return diffFlows(deployed.flow, scrub(deployed.flow, asHere(exported, tenant)));
    },
  };
}

/** What was exported, with the names that the files use for it and for its connections. */
export function asHere(exported: FlowDraft, tenant: string): FlowDraft {
  const prefix = remoteName(tenant, '');
  return {
    ...exported,
    displayName: exported.displayName.endsWith(suffix(tenant))
      ? exported.displayName.slice(0, -suffix(tenant).length)
      : exported.displayName,
    trigger: renameConnections(exported.trigger, (name) =>
      name.startsWith(prefix) ? name.slice(prefix.length) : name,
    ),
  };
}

function suffix(tenant: string): string {
  return ` (${tenant})`;
}

async function demandPieces(api: Activepieces, { manifest }: FlowPackage): Promise<void> {
  const wanted = Object.entries(manifest.pieces);
  const there = await Promise.all(wanted.map(([name, version]) => api.hasPiece(name, version)));
  const missing = wanted.filter((_, index) => !there[index]).map(([name, version]) => `${name} ${version}`);
  if (missing.length === 0) return;
  throw new ScriptError(
    `Activepieces does not have ${missing.join(', ')}.\n` +
      'Pack them with `npm run pack:connectors`, and install the archives under Platform admin, Pieces.',
  );
}

async function demandConnections(
  api: Activepieces,
  { flow, tenant, publicUrl, secret }: BringUp,
): Promise<void> {
  const wanted = connectionNames(flow.flow);
  const held = new Set((await api.listConnections()).map((one) => one.externalId));
  const missing = wanted
    .filter((name) => name !== PEBBLE_CONNECTION && !held.has(remoteName(tenant, name)))
    .map((name) => remoteName(tenant, name));
  if (missing.length > 0) {
    throw new ScriptError(
      `Activepieces has no connection ${missing.join(', ')}.\nMake it there with this external id; ` +
        'its name begins with the organisation, so that no flow signs in with what belongs to another.',
    );
  }
  if (!wanted.includes(PEBBLE_CONNECTION)) return;
  await api.upsertConnection({
    externalId: remoteName(tenant, PEBBLE_CONNECTION),
    displayName: `Pebble (${tenant})`,
    pieceName: PEBBLE_PIECE,
    pieceVersion: flow.manifest.pieces[PEBBLE_PIECE] ?? '',
    value: { type: 'CUSTOM_AUTH', props: { base_url: publicUrl, signing_secret: secret } },
  });
}

/** The flow that ran before, if it is still there; else a new one. */
async function flowId(api: Activepieces, { current, flow, tenant }: BringUp): Promise<string> {
  const known = current?.deployment.remote_id;
  if (known && (await isThere(api, known))) return known;
  return (await api.createFlow(draftFor(flow, tenant).displayName)).id;
}

async function isThere(api: Activepieces, id: string): Promise<boolean> {
  return (await api.listFlows()).some((one) => one.id === id);
}

function draftFor({ flow, id }: FlowPackage, tenant: string): FlowDraft {
  const [draft] = (flow as { flows: FlowDraft[] }).flows;
  if (!draft) throw new ScriptError(`flows/${id}/flow.json holds no flow.`);
  return {
    displayName: draft.displayName + suffix(tenant),
    trigger: renameConnections(draft.trigger, (name) => remoteName(tenant, name)),
    schemaVersion: draft.schemaVersion,
    notes: draft.notes ?? null,
  };
}

/** Puts back what ran before. Says what runs now. */
async function stepBack(api: Activepieces, id: string, { current, tenant }: BringUp): Promise<string> {
  const before = current?.deployment.remote_id === id ? current : null;
  if (!before) {
    await api.deleteFlow(id).catch(() => null);
    return current ? `${current.flow.version} is still active.` : 'Nothing was deployed.';
  }
  try {
    await api.importFlow(id, draftFor(before.flow, tenant));
    await api.publishFlow(id);
    return `${before.flow.version} is still active.`;
  } catch {
    const { status } = await api.getFlow(id).catch(() => ({ status: 'unknown' }));
    return status === 'ENABLED'
      ? `${before.flow.version} is still active.`
      : `${before.flow.version} could not be brought back: look at ${api.flowUrl(id)}, and deploy again. Mail waits meanwhile.`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

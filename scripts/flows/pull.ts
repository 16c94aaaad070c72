import { runningOn } from '@pebble/core-api/features/flows/deploy-version';
import { checkFlow } from '@pebble/flows/check/check-flow';
import { secretFindings } from '@pebble/flows/check/secrets';
import { connectionNames, renameConnections } from '@pebble/flows/edit/connection-names';
import { diffFlows } from '@pebble/flows/edit/flow-diff';
import { scrub } from '@pebble/flows/edit/scrub';
import { triggerOf, walkSteps } from '@pebble/flows/edit/walk-steps';
import type { FlowPackage } from '@pebble/flows/catalog';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Activepieces } from '../activepieces/api.ts';
import { ScriptError } from '../lib/script-error.mjs';
import { asHere } from './activepieces-engine.ts';
import { sayChange } from './diff.ts';
import { formatJson } from './format-json.ts';
import { sayFinding } from './verify.ts';
import { flowOf, inTenant, type Report, type Workshop } from './workshop.ts';

export interface PullOptions {
  from: string;
  tenant: string | undefined;
}

/** Brings an analyst's edit back as the file that a reviewer reads. Nothing else is changed; it says what goes with the edit. */
export async function pullFlow(
  shop: Workshop,
  id: string | undefined,
  { from, tenant }: PullOptions,
): Promise<Report> {
  const flow = flowOf(shop, id);
  if (from !== 'activepieces') {
    throw new ScriptError(
      'Flows are drawn in Activepieces; what runs in n8n is compiled from them and does not come back.\n' +
        `See what was changed there with \`npm run flows -- diff ${flow.id} --engine n8n\`, and draw it in Activepieces.`,
    );
  }
  const found = await inTenant(shop, tenant, async (tx, desk) => {
    const running = await runningOn(tx, flow.id, 'activepieces');
    const remoteId = running?.deployment?.remote_id;
    if (!remoteId) throw new ScriptError(`${flow.id} of ${desk.tenant} is not deployed to Activepieces.`);
    return { remoteId, tenant: desk.tenant, deployed: running.version };
  });
  const api = await shop.activepieces();
  const exported = asHere(await api.exportFlow(found.remoteId), found.tenant);
  const trigger = await withNames(api, exported.trigger, flow);
  const pulled = scrub(flow.flow, { ...exported, trigger });
  const secrets = secretFindings(pulled);
  if (secrets.length > 0) {
    const told = secrets.map((one) => sayFinding(flow.id, one)).join('\n');
    throw new ScriptError(`${told}\nMend it in Activepieces and pull again. Nothing was written.`);
  }
  return write(shop, flow, pulled, found.deployed);
}

async function write(
  shop: Workshop,
  flow: FlowPackage,
  pulled: Record<string, unknown>,
  deployed: string,
): Promise<Report> {
  const changes = diffFlows(flow.flow, pulled);
  const changed = JSON.stringify(pulled) !== JSON.stringify(flow.flow);
  const path = join(shop.root, flow.id, 'flow.json');
  if (changed) await writeFile(path, await formatJson(pulled));
  const { findings } = checkFlow({ flow: pulled, manifest: flow.manifest }, shop.pieces);
  const todo = changes.length > 0 ? [...undone(flow, deployed), ...whatNext(flow, pulled)] : [];
  return {
    ok: true,
    lines: [
      changed
        ? `flows/${flow.id}/flow.json is written:`
        : `flows/${flow.id}/flow.json is as it is in Activepieces.`,
      ...changes.map(sayChange),
      ...(changed && changes.length === 0 ? ['  nothing that a step does; only how it is kept'] : []),
      ...todo,
      ...findings.map((one) => sayFinding(flow.id, one)),
    ],
    json: { flow: flow.id, changed, changes, todo, findings },
  };
}

/** The edit was made on what was deployed: what the folder has had since then is undone by it. */
function undone({ id, version }: FlowPackage, deployed: string): string[] {
  if (version === deployed) return [];
  return [
    `The edit was made on ${deployed}, and the folder held ${version}: what came in between is undone in flows/${id}/flow.json. Look at the difference, and put it back.`,
  ];
}

/** What has to be changed beside the file, by a person who knows what the edit means. */
function whatNext({ id, version, manifest }: FlowPackage, pulled: Record<string, unknown>): string[] {
  const steps = walkSteps((pulled['flows'] as { trigger?: unknown }[])[0]?.trigger);
  const used = new Map(
    steps.flatMap(({ settings }) =>
      typeof settings?.['pieceName'] === 'string'
        ? [[settings['pieceName'], String(settings['pieceVersion'])]]
        : [],
    ),
  );
  const pieces = [...used].filter(([name, one]) => manifest.pieces[name] !== one);
  const idle = Object.keys(manifest.pieces).filter((name) => !used.has(name));
  return [
    `Now, in flows/${id}/manifest.json: raise "version" above ${version}.`,
    ...pieces.map(([name, one]) => `  and set the piece ${name} to ${one}.`),
    ...idle.map((name) => `  and take out the piece ${name}, which no step uses.`),
    `Then add or change cases, and run \`npm run flows -- check ${id}\` and \`test ${id}\`.`,
  ];
}

/** The editor lets people pick any connection; a file names it by what it is for: as the committed steps of its piece do. */
async function withNames(api: Activepieces, trigger: unknown, flow: FlowPackage): Promise<unknown> {
  const known = new Set(connectionNames(flow.flow));
  const strange = connectionNames(trigger).filter((name) => !known.has(name));
  if (strange.length === 0) return trigger;
  const held = new Map((await api.listConnections()).map((one) => [one.externalId, one.pieceName]));
  const usual = new Map(
    walkSteps(triggerOf(flow.flow)).map(({ settings }) => [
      String(settings?.['pieceName']),
      connectionNames(settings?.['input'] ?? {})[0],
    ]),
  );
  return renameConnections(trigger, (name) => {
    const piece = held.get(name);
    if (known.has(name) || piece === undefined) return name;
    return usual.get(piece) ?? /piece-([a-z0-9-]+)$/.exec(piece)?.[1] ?? name;
  });
}

import type { FlowEngine } from '@pebble/contract/flows';
import { runningOn } from '@pebble/core-api/features/flows/deploy-version';
import { diffFlows, type FlowChange } from '@pebble/flows/edit/flow-diff';
import { ScriptError } from '../lib/script-error.mjs';
import { engineFor, storedFlow } from './deploy.ts';
import { flowOf, inTenant, type Report, type Workshop } from './workshop.ts';

export interface DiffOptions {
  tenant: string | undefined;
  engine: FlowEngine;
}

/** What differs between what is deployed and the folder, and between what was deployed and what is drawn over there by now. */
export async function diffFlow(
  shop: Workshop,
  id: string | undefined,
  { tenant, engine }: DiffOptions,
): Promise<Report> {
  const flow = flowOf(shop, id);
  const found = await inTenant(shop, tenant, async (tx, desk) => {
    const running = await runningOn(tx, flow.id, engine);
    if (!running) throw new ScriptError(`${flow.id} of ${desk.tenant} is not deployed to ${engine}.`);
    return { running, tenant: desk.tenant, deployed: await storedFlow(tx, flow.id, running.content_hash) };
  });
  const { running, deployed } = found;
  const changes = diffFlows(deployed.flow, flow.flow);
  const edits =
    engine === 'embedded' || !running.deployment
      ? []
      : await (await engineFor(shop, engine)).edits(running.deployment, deployed, found.tenant);
  const place = `${engine} of ${found.tenant}`;
  return {
    ok: true,
    lines: [
      ...headed(
        `${place} runs ${deployed.version}; the folder holds ${flow.version}`,
        changes,
        'with the same steps',
      ),
      ...(edits === null ? ['It is not there any more; deploy it again.'] : []),
      ...(edits && edits.length > 0 ? headed('Edited over there since it was deployed', edits, '') : []),
    ],
    json: {
      flow: flow.id,
      engine,
      tenant: found.tenant,
      deployed: deployed.version,
      folder: flow.version,
      changes,
      edits,
    },
  };
}

export function sayChange({ step, kind, text }: FlowChange): string {
  const sign = { added: '+', removed: '-', changed: '~' }[kind];
  return `  ${sign} ${step ?? 'the flow'}: ${text}`;
}

function headed(title: string, changes: readonly FlowChange[], none: string): string[] {
  return changes.length === 0 ? [`${title}, ${none}.`] : [`${title}:`, ...changes.map(sayChange)];
}

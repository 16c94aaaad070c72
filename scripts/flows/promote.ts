import type { FlowEngine } from '@pebble/contract/flows';
import { runningOn } from '@pebble/core-api/features/flows/deploy-version';
import { contentHash } from '@pebble/flows/engine/content-hash';
import { ScriptError } from '../lib/script-error.mjs';
import { engineFor, place, storedFlow } from './deploy.ts';
import { demandFit } from './verify.ts';
import { flowOf, inTenant, type Report, type Workshop } from './workshop.ts';

export interface PromoteOptions {
  fromTenant: string | undefined;
  toTenant: string | undefined;
  from: FlowEngine;
  to: FlowEngine;
}

/**
 * Takes what runs at one place to another, unchanged: the very content that was tried, or nothing. It must be what lies in the folder,
 * because only that can be checked and has cases.
 */
export async function promoteFlow(
  shop: Workshop,
  id: string | undefined,
  { fromTenant, toTenant, from, to }: PromoteOptions,
): Promise<Report> {
  const flow = flowOf(shop, id);
  const source = await inTenant(shop, fromTenant, async (tx, { tenant }) => {
    const running = await runningOn(tx, flow.id, from);
    if (!running)
      throw new ScriptError(`${flow.id} of ${tenant} does not run in ${from}: there is nothing to promote.`);
    return { tenant, running, stored: await storedFlow(tx, flow.id, running.content_hash) };
  });
  const { tenant, running, stored } = source;
  if (contentHash(stored.flow) !== running.content_hash) {
    throw new ScriptError(
      `What is stored of ${flow.id} ${running.version} is not what was deployed; deploy it again first.`,
    );
  }
  if (running.content_hash !== flow.contentHash || running.version !== flow.version) {
    throw new ScriptError(
      `${tenant} runs ${running.version} (${short(running.content_hash)}), and the folder holds ${flow.version} (${short(flow.contentHash)}).\n` +
        'Promote from the revision of the repository that holds what was tried, or deploy the new one there first.',
    );
  }
  if (from !== 'embedded' && running.deployment) {
    const engine = await engineFor(shop, from);
    const edits = await engine.edits(running.deployment, stored, tenant);
    if (!edits)
      throw new ScriptError(
        `${flow.id} of ${tenant} is not in ${engine.label} any more; deploy it there again.`,
      );
    const [edit] = edits;
    if (edit) {
      throw new ScriptError(
        `What runs in ${engine.label} is not ${running.version} any more: ${edit.step ?? 'the flow'}: ${edit.text}\n` +
          `See all of it with \`npm run flows -- diff ${flow.id} --tenant ${tenant} --engine ${from}\`.`,
      );
    }
  }
  await demandFit(shop, flow, to);
  return place(shop, flow, { to, tenant: toTenant, event: 'flow.deployed' });
}

function short(hash: string): string {
  return hash.slice(0, 12);
}

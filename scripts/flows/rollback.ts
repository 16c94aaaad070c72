import type { FlowEngine } from '@pebble/contract/flows';
import { runningOn, versionBefore } from '@pebble/core-api/features/flows/deploy-version';
import type { TenantTx } from '@pebble/core-api/db/with-tenant';
import { ApiProblem } from '@pebble/core-api/http/problem';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { loadFlow } from '@pebble/flows/engine/load-flow';
import { ScriptError } from '../lib/script-error.mjs';
import { place, storedFlow } from './deploy.ts';
import { flowOf, inTenant, type Report, type Workshop } from './workshop.ts';

export interface RollbackOptions {
  tenant: string | undefined;
  engine?: FlowEngine;
  /** Version number or content hash; the one before when left out. */
  to?: string;
}

/** Goes back to a version that was there before. Rolling back twice comes back to where one was. */
export async function rollbackFlow(
  shop: Workshop,
  id: string | undefined,
  { tenant, engine, to }: RollbackOptions,
): Promise<Report> {
  const flow = flowOf(shop, id);
  const found = await inTenant(shop, tenant, async (tx, desk) => {
    const on = engine ?? (await onlyEngine(tx, flow.id));
    const row = await versionBefore(tx, flow.id, on, to).catch((error: unknown) => {
      throw error instanceof ApiProblem
        ? new ScriptError(`${flow.id} never had a version ${to} here.`)
        : error;
    });
    if (!row)
      throw new ScriptError(
        `${flow.id} never ran in ${on} in another version: there is nothing to go back to.`,
      );
    return { on, tenant: desk.tenant, earlier: await storedFlow(tx, flow.id, row.content_hash) };
  });
  const { on, earlier } = found;
  if (on === 'embedded') demandLoads(shop, earlier);
  return place(shop, earlier, { to: on, tenant: found.tenant, event: 'flow.rolled_back', overwrite: true });
}

/** The engine that the flow was deployed to; the embedded one has every flow of the catalogue. */
async function onlyEngine(tx: TenantTx, flowId: string): Promise<FlowEngine> {
  const foreign: FlowEngine[] = [];
  for (const engine of ['activepieces', 'n8n'] as const) {
    if (await runningOn(tx, flowId, engine)) foreign.push(engine);
  }
  const [only] = foreign;
  if (!only) return 'embedded';
  throw new ScriptError(
    `${flowId} runs in embedded and in ${foreign.join(' and in ')}: say which with --engine.`,
  );
}

function demandLoads(
  { pieces }: Workshop,
  { id, version, flow, manifest }: Parameters<typeof place>[1],
): void {
  try {
    loadFlow({ flow, manifest, pieces });
  } catch (error) {
    if (!(error instanceof FlowRefused)) throw error;
    throw new ScriptError(
      `${id} ${version} does not run in this release of Pebble: ${error.message}\n` +
        'Start the release that it belongs to, or go back to another version with --to.',
    );
  }
}

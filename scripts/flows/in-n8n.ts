import type { FlowPackage } from '@pebble/flows/catalog';
import { loadCases } from '@pebble/flows/cases';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { loadFlow } from '@pebble/flows/engine/load-flow';
import { compileForN8n } from '@pebble/flows/n8n/compile';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/root.mjs';
import { compare, type CaseResult } from './verify.ts';
import type { Workshop } from './workshop.ts';

/** What `npm run test:nodes` leaves behind: n8n's engine, and our nodes as they are published. */
const NEEDED = ['nodes/host-tests/node_modules/n8n-core', 'nodes/dist/nodes/Router/Router.node.js'];

export function hasN8n(): boolean {
  return NEEDED.every((path) => existsSync(join(ROOT, path)));
}

/** Runs the recorded cases of a flow in n8n's own engine. Null for a flow that n8n cannot run. */
export async function runCasesInN8n(
  { root, pieces }: Workshop,
  flow: FlowPackage,
): Promise<CaseResult[] | null> {
  const source = { flow: flow.flow, manifest: flow.manifest, pieces };
  const workflow = compiled(source);
  if (!workflow) return null;
  // It would write to the console what fails, and in a case something is meant to.
  process.env['N8N_LOG_LEVEL'] ??= 'silent';
  // Not before it is known to be there: it is no dependency of this project.
  const { replayInN8n } = await import('../nodes/parity/flow-in-n8n.ts');
  const loaded = loadFlow(source);
  const used = Object.keys(flow.manifest.pieces).flatMap((name) => pieces[name] ?? []);
  const results: CaseResult[] = [];
  for (const [name, recorded] of await loadCases(flow.id, root)) {
    const differences = await replayInN8n(workflow, loaded, recorded, used).then(
      (observed) => compare(recorded.expected, observed),
      (error: unknown) => [error instanceof Error ? error.message : String(error)],
    );
    results.push({ case: name, ok: differences.length === 0, differences });
  }
  return results;
}

function compiled(source: Parameters<typeof compileForN8n>[0]) {
  try {
    return compileForN8n(source);
  } catch (error) {
    if (error instanceof FlowRefused) return null;
    throw error;
  }
}

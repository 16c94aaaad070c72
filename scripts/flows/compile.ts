import { compileForN8n } from '@pebble/flows/n8n/compile';
import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatJson } from './format-json.ts';
import { flowOf, type Report, type Workshop } from './workshop.ts';

/** Writes what n8n imports beside each flow that it can run; or, to look only, says which files are stale. */
export async function compileFlows(
  shop: Workshop,
  ids: readonly string[],
  { check }: { check: boolean },
): Promise<Report> {
  const flows = ids.length === 0 ? shop.catalog : ids.map((id) => flowOf(shop, id));
  const results: { id: string; outcome: 'fresh' | 'written' | 'stale' | 'refused'; reason?: string }[] = [];
  for (const { id, flow, manifest } of flows) {
    const path = join(shop.root, id, 'n8n.json');
    try {
      const text = await formatJson(compileForN8n({ flow, manifest, pieces: shop.pieces }));
      const there = await readFile(path, 'utf8').catch(() => null);
      if (there !== text && !check) await writeFile(path, text);
      results.push({ id, outcome: there === text ? 'fresh' : check ? 'stale' : 'written' });
    } catch (error) {
      if (!(error instanceof FlowRefused)) throw error;
      results.push({ id, outcome: 'refused', reason: error.message });
    }
  }
  const lines = results.map(({ id, outcome, reason }) =>
    outcome === 'refused'
      ? `${id}: ${reason} n8n does not get this flow.`
      : `flows/${id}/n8n.json is ${outcome}${outcome === 'stale' ? ': run `npm run flows -- compile`' : ''}.`,
  );
  // A flow that n8n cannot run is not a stale file.
  return { ok: results.every(({ outcome }) => outcome !== 'stale'), lines, json: { flows: results } };
}

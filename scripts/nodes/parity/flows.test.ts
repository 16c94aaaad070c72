import { loadCases } from '@pebble/flows/cases';
import { loadCatalog } from '@pebble/flows/catalog';
import { loadFlow } from '@pebble/flows/engine/load-flow';
import { compileForN8n } from '@pebble/flows/n8n/compile';
import { PIECES } from '@pebble/flows/pieces';
import { describe, expect, test } from 'vitest';
import { replayInN8n } from './flow-in-n8n.ts';

// The same cases, and the same outcome of each step, as in the embedded engine: flows/cases.test.ts.
for (const one of await loadCatalog()) {
  const loaded = loadFlow({ ...one, pieces: PIECES });
  const workflow = compileForN8n({ ...one, pieces: PIECES });
  const used = Object.keys(one.manifest.pieces).flatMap((name) => PIECES[name] ?? []);

  describe(`${one.id} ${one.version} in n8n`, async () => {
    test.each([...(await loadCases(one.id))])('%s', async (_, recorded) => {
      expect(await replayInN8n(workflow, loaded, recorded, used)).toEqual(recorded.expected);
    });
  });
}

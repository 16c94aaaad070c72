import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from './catalog.ts';
import { loadFlow } from './engine/src/load-flow.ts';
import { Case, replayCase } from './engine/src/testing/replay-case.ts';
import { PIECES } from './pieces.ts';

for (const one of await loadCatalog()) {
  const loaded = loadFlow({ ...one, pieces: PIECES });
  const folder = join(import.meta.dirname, one.id, 'cases');
  const cases = new Map<string, Case>();
  for await (const file of glob('*.json', { cwd: folder })) {
    cases.set(basename(file, '.json'), Case.parse(JSON.parse(await readFile(join(folder, file), 'utf8'))));
  }

  describe(`${one.id} ${one.version}`, () => {
    test.each([...cases])('%s', async (_, recorded) => {
      expect(await replayCase(loaded, recorded)).toEqual(recorded.expected);
    });

    test('its cases come past every step', () => {
      const visited = new Set(
        [...cases.values()].flatMap((recorded) => Object.keys(recorded.expected.steps)),
      );
      expect(loaded.steps.filter((step) => !visited.has(step))).toEqual([]);
    });
  });
}

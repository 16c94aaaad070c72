import { describe, expect, test } from 'vitest';
import { loadCases } from './cases.ts';
import { loadCatalog } from './catalog.ts';
import { loadFlow } from './engine/src/load-flow.ts';
import { replayCase } from './engine/src/testing/replay-case.ts';
import { PIECES } from './pieces.ts';

for (const one of await loadCatalog()) {
  const loaded = loadFlow({ ...one, pieces: PIECES });
  const cases = await loadCases(one.id);

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

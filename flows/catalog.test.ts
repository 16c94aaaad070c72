import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalog } from './catalog.ts';
import { contentHash } from './engine/src/content-hash.ts';
import { validateKnobs } from './engine/src/knobs.ts';
import { loadFlow } from './engine/src/load-flow.ts';
import { PIECES } from './pieces.ts';

test('every flow that ships loads in the embedded engine', async () => {
  const catalog = await loadCatalog();
  expect(catalog.map((one) => one.id)).toContain('email-triage');
  for (const one of catalog) {
    const loaded = loadFlow({ ...one, pieces: PIECES });
    expect(loaded).toMatchObject({ id: one.id, version: one.version, contentHash: one.contentHash });
    expect(validateKnobs(one.manifest, {}).ok).toBe(true);
  }
});

test('the hash is that of the committed file', async () => {
  const [first] = await loadCatalog();
  const text = await readFile(join(import.meta.dirname, first?.id ?? '', 'flow.json'), 'utf8');
  expect(first?.contentHash).toBe(contentHash(JSON.parse(text)));
});

test('email-triage asks for one connection and turns one knob', async () => {
  const triage = (await loadCatalog()).find((one) => one.id === 'email-triage');
  if (!triage) throw new Error('not there');
  expect(loadFlow({ ...triage, pieces: PIECES }).connections).toEqual(['pebble']);
  expect(validateKnobs(triage.manifest, {})).toEqual({ ok: true, values: { confidence_floor: 0.6 } });
  expect(validateKnobs(triage.manifest, { confidence_floor: 0.4 }).ok).toBe(false);
});

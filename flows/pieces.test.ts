import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PIECES } from './pieces.ts';

test.each(Object.entries(PIECES))('%s has the name and version of its package', async (name, piece) => {
  const folder = join(import.meta.dirname, '..', 'pieces', piece.name);
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
  expect(manifest).toMatchObject({ name, version: piece.version });
  expect(name).toBe(`@pebble/piece-${piece.name}`);
});

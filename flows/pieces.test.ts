import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PIECES } from './pieces.ts';

test.each(Object.entries(PIECES))('%s has the name and version of its package', async (name, piece) => {
  const folder = new URL('..', import.meta.resolve(`${name}/connector`));
  const { name: packageName, version } = JSON.parse(
    await readFile(fileURLToPath(new URL('package.json', folder)), 'utf8'),
  ) as { name: string; version: string };
  expect(packageName).toBe(name);
  expect(`@pebble/piece-${piece.name}`).toBe(name);
  expect(piece.version).toBe(version);
});

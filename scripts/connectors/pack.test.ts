import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../lib/root.mjs';
import { runQuietly } from '../lib/run-quietly.mjs';
import { scratchFiles, writeInto } from '../lib/testing/scratch.ts';
import { findPieces, type FoundPiece } from './found-piece.ts';
import { loadPiece } from './load-piece.ts';
import { nodesOnPath } from './nodes-on-path.ts';
import { readPackOptions } from './pack-options.ts';
import { packNodes } from './pack-nodes.ts';
import { packFolder, packPiece } from './pack-piece.ts';
import { table } from './table.ts';

let pebble: FoundPiece;
beforeAll(async () => {
  const [found] = await findPieces(ROOT, ['pebble']);
  if (!found) throw new Error('no piece');
  pebble = found;
});

describe('a packed piece', () => {
  test('loads alone, where no module is near, in this Node and in the machine’s own', async () => {
    const out = scratchFiles();
    const packed = await packPiece(ROOT, pebble, out);
    expect(packed.file).toBe(join(out, `pebble-piece-pebble-${pebble.connector.version}.tgz`));
    expect(packed.bytes).toBe((await readFile(packed.file)).length);
    expect(await loadPiece(packed.file, nodesOnPath(ROOT))).toMatchObject({
      ...{ name: '@pebble/piece-pebble', version: pebble.connector.version, dependencies: 0, logo: true },
      ...{ displayName: 'Pebble', auths: ['CUSTOM_AUTH'], minimumSupportedRelease: '0.82.0' },
      actions: pebble.connector.operations.map(({ name }) => name),
      triggers: ['new_mail WEBHOOK'],
    });
  });

  test('holds the entry where Activepieces looks for it, and nothing of this machine', async () => {
    const out = scratchFiles();
    const { file } = await packPiece(ROOT, pebble, out);
    await runQuietly(['tar', '-xzf', file, '-C', out], { cwd: out });
    const entry = await readFile(join(out, 'package/src/index.js'), 'utf8');
    expect(entry).not.toContain(ROOT);
    const manifest = JSON.parse(await readFile(join(out, 'package/package.json'), 'utf8')) as object;
    expect(Object.keys(manifest)).not.toContain('dependencies');
  });

  test.each([
    ['that holds no piece', 'module.exports = { piece: {} }', 'no export is a Piece'],
    ['that needs a module', "require('left-pad')", 'left-pad'],
    ['with an error in it', 'throw new Error("broken on load")', 'broken on load'],
  ])('one %s is told, with its reason', async (_, source, reason) => {
    const dir = scratchFiles({ 'package.json': '{"name":"x","version":"1.0.0"}', 'src/index.js': source });
    const { file } = await packFolder(ROOT, dir, scratchFiles());
    await expect(loadPiece(file, [process.execPath])).rejects.toThrow(reason);
  });
});

test('the package for n8n says why it cannot be built', async () => {
  const root = scratchFiles();
  expect(await packNodes(root, root)).toBe('there is no package in nodes/');
  writeInto(root, 'nodes/package.json', '{"name":"n","version":"1.0.0"}');
  expect(await packNodes(root, root)).toContain('not installed');
});

test('the package for n8n is built by its own script, and packed', async () => {
  const build = `node -e "require('fs').mkdirSync('dist');require('fs').writeFileSync('dist/a.js','')"`;
  const manifest = { name: 'n8n-nodes-x', version: '1.2.3', files: ['dist'], scripts: { build } };
  const root = scratchFiles({
    'nodes/package.json': JSON.stringify(manifest),
    'nodes/node_modules/.keep': '',
  });
  expect(await packNodes(root, join(root, 'out'))).toMatchObject({
    ...{ name: 'n8n-nodes-x', version: '1.2.3' },
    file: join(root, 'out/n8n-nodes-x-1.2.3.tgz'),
  });
});

test('options are read, and what cannot be understood is told with the usage', () => {
  expect(readPackOptions([], '/here')).toEqual({ out: '/here/dist/connectors', only: [], n8n: true });
  expect(readPackOptions(['odoo', '--out', 'x', '--no-n8n'], '/here', '/there')).toEqual({
    ...{ out: '/there/x', only: ['odoo'], n8n: false },
  });
  expect(readPackOptions(['--help'], '/here')).toBeNull();
  expect(() => readPackOptions(['--into', 'x'], '/here')).toThrow('npm run pack:connectors');
});

test('a table has columns as wide as they need', () => {
  expect(
    table([
      ['a', 'b'],
      ['long', 'c'],
      ['x', ''],
    ]),
  ).toBe('a     b\nlong  c\nx');
});

test('this Node is among those that a piece is tried with', () => {
  expect(nodesOnPath(ROOT)).toContain(process.execPath);
  expect(nodesOnPath(ROOT, { PATH: '/nowhere' })).toEqual([process.execPath]);
});

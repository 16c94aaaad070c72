import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchDir } from '../../runtime/testing/scratch-dir.ts';
import { linkLibraries } from './binaries.ts';

test('library links that npm did not make are made, dangling ones are mended, good ones stay', async () => {
  const root = await scratchDir();
  await mkdir(join(root, 'native/lib/deep'), { recursive: true });
  const links = [
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/deep/libpq.so' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/good' },
  ];
  await writeFile(join(root, 'native/lib/libpq.so.5.18'), 'library');
  await writeFile(join(root, 'native/pg-symlinks.json'), JSON.stringify(links));
  await symlink('nowhere', join(root, 'native/lib/libpq.so.5'));
  await writeFile(join(root, 'native/lib/good'), 'untouched');

  await Promise.all([linkLibraries(root), linkLibraries(root)]);

  expect(await readFile(join(root, 'native/lib/libpq.so.5'), 'utf8')).toBe('library');
  expect(await readFile(join(root, 'native/lib/deep/libpq.so'), 'utf8')).toBe('library');
  expect(await readFile(join(root, 'native/lib/good'), 'utf8')).toBe('untouched');
});

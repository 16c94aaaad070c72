import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashSources } from './source-hash.mjs';
import { scratchFiles, writeInto } from './testing/scratch.ts';

const SOURCES = ['src', 'index.html', 'missing'];

test('any change of content, name or number of files changes the hash; tests and other folders do not', () => {
  const dir = scratchFiles({ 'src/a.ts': 'a', 'src/deep/b.ts': 'b', 'index.html': '<html>' });
  const hash = () => hashSources(dir, SOURCES);
  const first = hash();
  writeInto(dir, 'elsewhere/c.ts', 'c');
  writeInto(dir, 'src/a.test.ts', 'test');
  expect(hash()).toBe(first);

  writeInto(dir, 'src/deep/b.ts', 'B');
  const changed = hash();
  renameSync(join(dir, 'src/a.ts'), join(dir, 'src/z.ts'));
  const renamed = hash();
  rmSync(join(dir, 'index.html'));
  expect(new Set([first, changed, renamed, hash()]).size).toBe(4);
});

test('content does not slide from one file into the next', () => {
  const one = scratchFiles({ 'src/a': 'xy', 'src/b': '' });
  const two = scratchFiles({ 'src/a': 'x', 'src/b': 'y' });
  expect(hashSources(one, SOURCES)).not.toBe(hashSources(two, SOURCES));
});

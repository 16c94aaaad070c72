import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generate } from './nodes/generate.ts';
import { differences } from './nodes/stale.ts';
import { ROOT } from './lib/root.mjs';

// Writes the generated part of nodes/: npm run nodes:generate
const files = await generate(ROOT);
const stale = await differences(ROOT, files);
for (const { path, why } of stale) {
  const file = join(ROOT, 'nodes', path);
  await mkdir(dirname(file), { recursive: true });
  if (why === 'left over') await rm(file);
  else await writeFile(file, files.get(path) ?? '');
  console.log(`${why === 'left over' ? 'removed' : 'wrote'} nodes/${path}`);
}
console.log(`${files.size} files, ${stale.length} changed`);

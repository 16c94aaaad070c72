import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BY_HAND, GENERATED } from './generate.ts';

export interface Difference {
  path: string;
  why: 'missing' | 'changed' | 'left over';
}

/** What is committed in `nodes/` and differs from what is generated. */
export async function differences(root: string, files: ReadonlyMap<string, string>): Promise<Difference[]> {
  const found: Difference[] = [];
  const present = await generatedFiles(root);
  for (const [path, text] of files) {
    const committed = await readFile(join(root, 'nodes', path), 'utf8').catch(() => null);
    if (committed === null) found.push({ path, why: 'missing' });
    else if (committed !== text) found.push({ path, why: 'changed' });
  }
  for (const path of present) if (!files.has(path)) found.push({ path, why: 'left over' });
  return found;
}

async function generatedFiles(root: string): Promise<string[]> {
  const paths: string[] = [];
  const folders = GENERATED.map((folder) => `${folder}/**/*.{ts,json,svg}`);
  for await (const path of glob(folders, { cwd: join(root, 'nodes') })) paths.push(path);
  return paths.filter((path) => !BY_HAND.some((folder) => path.startsWith(folder)));
}

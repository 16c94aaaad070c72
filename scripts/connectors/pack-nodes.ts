import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npmCommand } from '../lib/npm.mjs';
import { runQuietly } from '../lib/run-quietly.mjs';
import { packFolder, type Packed } from './pack-piece.ts';

/** The n8n package of all connectors; a reason instead when it cannot be built here. */
export async function packNodes(root: string, out: string): Promise<Packed | string> {
  const dir = join(root, 'nodes');
  if (!existsSync(join(dir, 'package.json'))) return 'there is no package in nodes/';
  if (!existsSync(join(dir, 'node_modules')))
    return 'its build tools are not installed: run `npm run test:nodes` once, or `npm ci` in nodes/';
  const { command, env } = npmCommand(root, process.env);
  await runQuietly([...command, 'run', 'build'], { cwd: dir, env });
  const { name, version } = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8')) as Packed;
  return { ...(await packFolder(root, dir, out)), name, version };
}

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmCommand } from '../lib/npm.mjs';
import { runQuietly } from '../lib/run-quietly.mjs';
import { bundlePiece } from './bundle-piece.ts';
import type { FoundPiece } from './found-piece.ts';

/** An archive that can be installed. */
export interface Packed {
  file: string;
  name: string;
  version: string;
  bytes: number;
  sha256: string;
}

/** Packs a connector for Activepieces into `out`: no dependencies, so that a server without network installs it. */
export async function packPiece(root: string, piece: FoundPiece, out: string): Promise<Packed> {
  const { connector, manifest } = piece;
  const dir = await mkdtemp(join(tmpdir(), 'pebble-pack-'));
  try {
    await mkdir(join(dir, 'src'));
    const { name = `@pebble/piece-${connector.name}`, version = connector.version } = manifest;
    const packed = {
      name,
      version,
      description: connector.description,
      license: 'MIT',
      main: 'src/index.js',
    };
    await writeFile(join(dir, 'package.json'), `${JSON.stringify(packed, null, 2)}\n`);
    await writeFile(join(dir, 'src/index.js'), await bundlePiece(root, piece));
    return { ...(await packFolder(root, dir, out)), name, version };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** `npm pack` of a folder as it is. */
export async function packFolder(
  root: string,
  dir: string,
  out: string,
): Promise<Pick<Packed, 'file' | 'bytes' | 'sha256'>> {
  await mkdir(out, { recursive: true });
  const { command, env } = npmCommand(root, process.env);
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', out];
  const said = String(await runQuietly([...command, ...args], { cwd: dir, env }));
  const [{ filename = '' } = {}] = JSON.parse(said.slice(said.indexOf('['))) as { filename?: string }[];
  const file = join(out, filename.replace('@', '').replace('/', '-'));
  const content = await readFile(file);
  return { file, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

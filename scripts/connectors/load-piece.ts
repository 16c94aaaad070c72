import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runQuietly } from '../lib/run-quietly.mjs';
import { ScriptError } from '../lib/script-error.mjs';

/** What a process of its own saw in a packed piece. */
export interface LoadedPiece {
  name: string;
  version: string;
  dependencies: number;
  displayName: string;
  minimumSupportedRelease: string;
  logo: boolean;
  /** Kind of each way to sign in. */
  auths: string[];
  actions: string[];
  /** Name and strategy. */
  triggers: string[];
}

/** Run in a bare process, as the engine loads a piece: `src/index.js`, nothing else, and the first export that is a Piece. */
const LOOK = `
  const { join } = require('node:path');
  const root = process.argv[1];
  const { name, version, dependencies = {} } = require(join(root, 'package.json'));
  const piece = Object.values(require(join(root, 'src', 'index.js'))).find((one) => one?.constructor?.name === 'Piece');
  if (!piece) throw new Error('no export is a Piece');
  const shown = piece.metadata();
  const auths = [shown.auth ?? []].flat();
  console.log(JSON.stringify({
    name, version, dependencies: Object.keys(dependencies).length,
    displayName: shown.displayName, minimumSupportedRelease: shown.minimumSupportedRelease,
    logo: shown.logoUrl !== '', auths: auths.map((one) => one.type),
    actions: Object.keys(shown.actions),
    triggers: Object.values(shown.triggers).map((one) => one.name + ' ' + one.type),
  }));
`;

/** Unpacks an archive where no module is near, and loads it with each of these Nodes. @throws ScriptError when one cannot */
export async function loadPiece(archive: string, nodes: readonly string[]): Promise<LoadedPiece> {
  const dir = await mkdtemp(join(tmpdir(), 'pebble-piece-'));
  try {
    await mkdir(join(dir, 'unpacked'));
    await runQuietly(['tar', '-xzf', archive, '-C', join(dir, 'unpacked')], { cwd: dir });
    const env = { PATH: process.env['PATH'] ?? '', HOME: dir };
    const seen: string[] = [];
    for (const node of nodes) {
      seen.push(
        String(await runQuietly([node, '-e', LOOK, join(dir, 'unpacked/package')], { cwd: dir, env })),
      );
    }
    const [first] = seen;
    if (first === undefined || seen.some((one) => one !== first))
      throw new ScriptError(`${archive} is not the same in every Node`);
    return JSON.parse(first) as LoadedPiece;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { toPiece } from '@pebble/kit/activepieces/to-piece';
import { runQuietly } from '../../lib/run-quietly.mjs';

export type Piece = ReturnType<typeof toPiece>;

/** The piece of an archive, loaded as the engine does it: `src/index.js`, and the export that is a Piece. */
export async function unpackedPiece(archive: Uint8Array): Promise<Piece> {
  const dir = await mkdtemp(join(tmpdir(), 'pebble-unpacked-'));
  try {
    await writeFile(join(dir, 'piece.tgz'), archive);
    await runQuietly(['tar', '-xzf', 'piece.tgz'], { cwd: dir });
    const exported = createRequire(join(dir, 'x.js'))('./package/src/index.js') as Record<string, unknown>;
    const piece = Object.values(exported).find((one) => one?.constructor?.name === 'Piece');
    if (!piece) throw new Error('The archive holds no piece');
    return piece as Piece;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

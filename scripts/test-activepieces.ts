import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openActivepieces } from './activepieces/api.ts';
import { type PieceArchive, runLane } from './activepieces/lane.ts';
import { startOwnPebble } from './activepieces/own-pebble.ts';
import { readTarget } from './activepieces/target.ts';
import { findPieces } from './connectors/found-piece.ts';
import { packPiece } from './connectors/pack-piece.ts';
import { ROOT } from './lib/root.mjs';
import { runScript } from './lib/script-error.mjs';

/**
 * `npm run test:activepieces`: the packed pieces and the mail flow in a real Activepieces, ACTIVEPIECES_URL, and one mail from Pebble
 * through it to its card. `-- --stand-in` runs the same against a stand-in of its API that runs the packed pieces.
 */
await runScript(async () => {
  const target = await readTarget(process.argv.slice(2), process.env);
  if (!target) {
    console.log(
      'SKIPPED  test:activepieces: there is no Activepieces. Set ACTIVEPIECES_URL, and ACTIVEPIECES_TOKEN or\n' +
        '         ACTIVEPIECES_EMAIL and ACTIVEPIECES_PASSWORD, to run it; or try `-- --stand-in`.',
    );
    return 0;
  }
  try {
    const api = await openActivepieces(target.options);
    const pieces = await packAll();
    const pebble = await startOwnPebble(target.settings);
    try {
      const { run, flow } = await runLane(api, pieces, pebble, (line) => console.log(line));
      console.log(`Activepieces ran it${run ? ` as ${run.id}, ${run.status}` : ''}, at ${flow.url}`);
    } finally {
      await pebble.close();
    }
    return 0;
  } finally {
    await target.close();
  }
});

async function packAll(): Promise<PieceArchive[]> {
  const out = await mkdtemp(join(tmpdir(), 'pebble-pieces-'));
  try {
    const archives: PieceArchive[] = [];
    for (const piece of await findPieces(ROOT)) {
      const { name, version, file } = await packPiece(ROOT, piece, out);
      archives.push({ name, version, archive: new Uint8Array(await readFile(file)) });
    }
    return archives;
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

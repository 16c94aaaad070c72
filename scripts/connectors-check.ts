import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextStep } from '@pebble/kit/testing/next-step';
import { findPieces, type FoundPiece } from './connectors/found-piece.ts';
import { loadPiece } from './connectors/load-piece.ts';
import { nodesOnPath } from './connectors/nodes-on-path.ts';
import { packPiece } from './connectors/pack-piece.ts';
import { problemsOf } from './connectors/problems.ts';
import { shownBy } from './connectors/shown.ts';
import { ROOT } from './lib/root.mjs';
import { runScript, ScriptError } from './lib/script-error.mjs';

/**
 * `npm run connectors:check [-- FOLDER …]`: prints what Activepieces and n8n will show of each connector, and fails when one presents
 * itself wrongly or does not load as a packed piece.
 */
await runScript(async () => {
  const only = process.argv.slice(2);
  const pieces = await findPieces(ROOT, only);
  const unknown = only.filter((name) => !pieces.some(({ folder }) => folder === name));
  if (unknown.length > 0)
    throw new ScriptError(`There is no connector in pieces/${unknown.join(', pieces/')}.`);
  let wrong = 0;
  for (const piece of pieces) {
    const step = await nextStep(piece.connector);
    const unfinished = step ? [`it is unfinished. ${step}`] : [];
    const problems = [...unfinished, ...problemsOf(piece), ...(await loadProblems(piece))];
    console.log(`${safely(() => shownBy(piece))}\n`);
    for (const problem of problems) console.error(`  ✗ pieces/${piece.folder}: ${problem}`);
    wrong += problems.length;
  }
  console.log(
    wrong === 0
      ? `Nothing is wrong with ${pieces.map(({ folder }) => folder).join(', ')}.`
      : `What is wrong is marked with ✗ above (${wrong}).`,
  );
  return wrong === 0 ? 0 : 1;
});

function safely(show: () => string): string {
  try {
    return show();
  } catch (error) {
    return `(Activepieces cannot show it: ${(error as Error).message})`;
  }
}

async function loadProblems(piece: FoundPiece): Promise<string[]> {
  const out = await mkdtemp(join(tmpdir(), 'pebble-check-'));
  try {
    const { file } = await packPiece(ROOT, piece, out);
    const loaded = await loadPiece(file, nodesOnPath(ROOT));
    const missing = piece.connector.operations.filter(({ name }) => !loaded.actions.includes(name));
    return missing.map(({ name }) => `the packed piece lacks "${name}"`);
  } catch (error) {
    return [`the packed piece does not load: ${(error as Error).message}`];
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

import { relative } from 'node:path';
import { findPieces } from './connectors/found-piece.ts';
import { loadPiece, type LoadedPiece } from './connectors/load-piece.ts';
import { nodesOnPath } from './connectors/nodes-on-path.ts';
import { packNodes } from './connectors/pack-nodes.ts';
import { readPackOptions, USAGE } from './connectors/pack-options.ts';
import { packPiece, type Packed } from './connectors/pack-piece.ts';
import { table } from './connectors/table.ts';
import { ROOT } from './lib/root.mjs';
import { runScript, ScriptError } from './lib/script-error.mjs';

/** Packs every connector for Activepieces, and all of them for n8n, and loads what it packed as the host will. */
await runScript(async () => {
  const options = readPackOptions(process.argv.slice(2), ROOT, process.env['INIT_CWD']);
  if (!options) {
    console.log(USAGE);
    return 0;
  }
  const pieces = await findPieces(ROOT, options.only);
  const unknown = options.only.filter((name) => !pieces.some(({ folder }) => folder === name));
  if (unknown.length > 0)
    throw new ScriptError(`There is no connector in pieces/${unknown.join(', pieces/')}.`);
  const nodes = nodesOnPath(ROOT);
  const rows = [['for', 'file', 'size', 'holds']];
  for (const piece of pieces) {
    const packed = await packPiece(ROOT, piece, options.out);
    rows.push(row('Activepieces', packed, holds(await loadPiece(packed.file, nodes))));
  }
  const n8n = options.n8n ? await packNodes(ROOT, options.out) : 'left out';
  if (typeof n8n !== 'string') rows.push(row('n8n', n8n, 'all connectors'));
  console.log(table(rows));
  console.log(
    `\nEach piece was loaded alone, by ${nodes.length === 1 ? 'one Node' : `${nodes.length} Nodes`}.`,
  );
  if (typeof n8n === 'string') console.log(`No package for n8n: ${n8n}.`);
  return 0;
});

function row(host: string, { file, bytes }: Packed, what: string): string[] {
  return [host, relative(ROOT, file), `${Math.ceil(bytes / 1024)} KiB`, what];
}

function holds({ actions, triggers, auths }: LoadedPiece): string {
  const count = (list: readonly string[], word: string) =>
    `${list.length} ${word}${list.length === 1 ? '' : 's'}`;
  return [count(actions, 'action'), count(triggers, 'trigger'), auths.join(' + ')].join(', ');
}

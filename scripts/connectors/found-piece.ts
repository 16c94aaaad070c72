import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findConnectors, type FoundConnector } from '../nodes/find-connectors.ts';

/** A connector with what its folder says of it. */
export interface FoundPiece extends FoundConnector {
  /** Of its package.json. */
  manifest: { name?: string; version?: string };
  /** SVG; null without one. */
  icon: string | null;
}

/** Every connector of `pieces/`, or those of the named folders. */
export async function findPieces(root: string, only: readonly string[] = []): Promise<FoundPiece[]> {
  const found = await findConnectors(root);
  const wanted = found.filter(({ folder }) => only.length === 0 || only.includes(folder));
  return Promise.all(
    wanted.map(async (one) => ({
      ...one,
      manifest: JSON.parse(
        await readFile(join(root, 'pieces', one.folder, 'package.json'), 'utf8'),
      ) as FoundPiece['manifest'],
      icon: await readFile(join(root, 'pieces', one.folder, 'icon.svg'), 'utf8').catch(() => null),
    })),
  );
}

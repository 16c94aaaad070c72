import type { Connector } from '@pebble/kit/connector';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..', 'pieces');

/**
 * The pieces that flows may use, by package name: every folder of `pieces/` with a connector. Nothing is registered by hand; what
 * begins with an underscore is for copying.
 */
export const PIECES: Readonly<Record<string, Connector>> = await findPieces();

async function findPieces(): Promise<Record<string, Connector>> {
  const files: string[] = [];
  for await (const file of glob('[!_]*/src/connector.ts', { cwd: ROOT })) files.push(file);
  const found = await Promise.all(
    files
      .sort()
      .filter((file) => !file.startsWith('kit'))
      .map(loadPiece),
  );
  return Object.fromEntries(found);
}

async function loadPiece(file: string): Promise<[string, Connector]> {
  const folder = dirname(dirname(file));
  const { name } = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8')) as { name: string };
  const exported = (await import(pathToFileURL(join(ROOT, file)).href)) as Record<string, unknown>;
  const connector = Object.values(exported).find(isConnector);
  if (!connector) throw new Error(`pieces/${file} exports no connector; see CONTRIBUTING, "A connector"`);
  return [name, connector];
}

function isConnector(value: unknown): value is Connector {
  return typeof value === 'object' && value !== null && 'operations' in value && 'triggers' in value;
}

import type { Connector } from '@pebble/kit/connector';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A connector, and where its source is. */
export interface FoundConnector {
  /** Folder below `pieces/`. */
  folder: string;
  /** Name under which `src/connector.ts` exports it. */
  exported: string;
  connector: Connector;
}

/** Every connector of `pieces/`, by folder; what begins with an underscore is for copying. `only`: these folders. */
export async function findConnectors(root: string, only: readonly string[] = []): Promise<FoundConnector[]> {
  const pieces = join(root, 'pieces');
  const folders: string[] = [];
  for await (const file of glob('[!_]*/src/connector.ts', { cwd: pieces })) {
    const [folder] = file.split('/');
    const wanted = only.length === 0 || (folder !== undefined && only.includes(folder));
    if (folder && folder !== 'kit' && wanted) folders.push(folder);
  }
  return Promise.all(folders.sort().map((folder) => load(pieces, folder)));
}

async function load(pieces: string, folder: string): Promise<FoundConnector> {
  const file = join(pieces, folder, 'src', 'connector.ts');
  const module = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  for (const [exported, value] of Object.entries(module)) {
    if (isConnector(value)) return { folder, exported, connector: value };
  }
  throw new Error(`pieces/${folder}/src/connector.ts exports no connector; see CONTRIBUTING, "A connector"`);
}

function isConnector(value: unknown): value is Connector {
  return typeof value === 'object' && value !== null && 'operations' in value && 'triggers' in value;
}

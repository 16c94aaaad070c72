import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { contentHash } from './engine/src/content-hash.ts';
import { readManifest } from './engine/src/load-flow.ts';
import type { Manifest } from './engine/src/manifest.ts';

/** A flow as it lies in this folder, ready to install for a tenant. */
export interface FlowPackage {
  id: string;
  version: string;
  /** SHA-256 of flow.json in canonical form, hex. */
  contentHash: string;
  manifest: Manifest;
  /** Decoded flow.json. */
  flow: unknown;
}

/** Where the flows lie that ship with Pebble. */
export const FLOWS_ROOT = import.meta.dirname;

/** Every flow that ships with Pebble, by id. Throws when a folder's manifest does not fit or its id is not the folder's name. */
export async function loadCatalog(root = FLOWS_ROOT): Promise<FlowPackage[]> {
  const folders: string[] = [];
  for await (const file of glob('*/flow.json', { cwd: root })) folders.push(dirname(file));
  return Promise.all(folders.sort().map((folder) => readPackage(join(root, folder), folder)));
}

async function readPackage(path: string, folder: string): Promise<FlowPackage> {
  const [flow, rawManifest] = await Promise.all([
    readJson(join(path, 'flow.json')),
    readJson(join(path, 'manifest.json')),
  ]);
  const manifest = readManifest(rawManifest);
  if (manifest.id !== folder) throw new Error(`flows/${folder}/manifest.json says id ${manifest.id}`);
  return { id: manifest.id, version: manifest.version, contentHash: contentHash(flow), manifest, flow };
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

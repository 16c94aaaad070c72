import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../tools.ts';

/** 2.41.3 names packages that were never published; 2.41.1 is whole. */
export const N8N_VERSION = '2.41.1';

// Later versions of these want packages that are nowhere to be had.
const OVERRIDES = { linkedom: '0.18.12', '@langchain/langgraph': '1.2.9' };

/** The folder of a whole n8n, installed into the cache when it is not there: minutes and 2 GB, once. */
export async function ensureN8n(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'pebble');
  const [major] = process.versions.node.split('.');
  const folder = join(cache, `n8n-${N8N_VERSION}-node${major}`);
  if (existsSync(folder)) return folder;
  console.log(`Installing n8n ${N8N_VERSION} into ${folder}; this takes some minutes, once…`);
  // Under its name only when it is whole: half an install is never used.
  const partial = `${folder}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    const manifest = { name: 'n8n-app', private: true, version: '1.0.0', overrides: OVERRIDES };
    await writeFile(join(partial, 'package.json'), JSON.stringify(manifest));
    // Without scripts: one of its packages compiles a Kafka client, whose failure would take the whole install back.
    const options = ['--legacy-peer-deps', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', ['install', `n8n@${N8N_VERSION}`, ...options], partial);
    await run('npm', ['rebuild', 'sqlite3'], partial);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Somebody else was faster.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the UI that the fake API serves. */
    uiFolder: string;
  }
}

const ROOT = join(import.meta.dirname, '..', '..');

/** Builds the UI for the fake API, apart from dist/, which a running Pebble may be serving. */
export default async function buildUi(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env['PEBBLE_URL'] !== undefined) return undefined;
  const uiFolder = await mkdtemp(join(tmpdir(), 'pebble-ui-'));
  project.provide('uiFolder', uiFolder);
  // In a process of its own: in this one NODE_ENV says `test`, and React would be built for development.
  const vite = join(ROOT, '..', 'node_modules', 'vite', 'bin', 'vite.js');
  const options = ['--outDir', uiFolder, '--emptyOutDir', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return () => rm(uiFolder, { recursive: true, force: true });
}

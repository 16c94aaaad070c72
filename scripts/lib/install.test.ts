import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ensureInstalled } from './install.mjs';
import { scratchFiles } from './testing/scratch.ts';

const LOCKFILE = JSON.stringify({ packages: { 'node_modules/express': { version: '5.0.0' } } });

/** A repository, and an npm that only writes down how it was called and then does `script`. */
function repository(script: string): { dir: string; npm: { command: string[]; env: NodeJS.ProcessEnv } } {
  const dir = scratchFiles({
    'package-lock.json': LOCKFILE,
    npm: `#!/bin/sh\necho "$@" >> calls\n${script}\n`,
  });
  chmodSync(join(dir, 'npm'), 0o755);
  return { dir, npm: { command: [join(dir, 'npm')], env: { ...process.env } } };
}

function callsOf(dir: string): string[] {
  return readFileSync(join(dir, 'calls'), 'utf8').trim().split('\n');
}

const INSTALL_NODE = `mkdir -p node_modules/.bin && ln -s "${process.execPath}" node_modules/.bin/node`;

test('installs once, development packages included, and then never again', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { dir, npm } = repository(INSTALL_NODE);
  const node = join(dir, 'node_modules/.bin/node');
  expect(await ensureInstalled(dir, npm)).toBe(node);
  expect(await ensureInstalled(dir, npm)).toBe(node);
  expect(callsOf(dir)).toEqual([expect.stringMatching(/^ci --include=dev /)]);
});

test('two starts at once install once', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(console, 'error').mockReturnValue();
  const { dir, npm } = repository(INSTALL_NODE);
  await Promise.all([ensureInstalled(dir, npm), ensureInstalled(dir, npm)]);
  expect(callsOf(dir)).toHaveLength(1);
});

test("npm's own words are shown when it fails, and nothing is remembered", async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { dir, npm } = repository('mkdir node_modules; echo "npm error ENOSPC: no space left" >&2; exit 1');
  await expect(ensureInstalled(dir, npm)).rejects.toThrow('npm error ENOSPC: no space left');
  expect(existsSync(join(dir, 'node_modules/.pebble-install'))).toBe(false);
  expect(existsSync(join(dir, '.pebble/install.lock'))).toBe(false);
});

test('where npm brings no Node, the running one serves if it is new enough', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { dir, npm } = repository('mkdir node_modules');
  expect(await ensureInstalled(dir, npm)).toBe(process.execPath);
});

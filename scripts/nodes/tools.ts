import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob, mkdir, copyFile, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ScriptError } from '../lib/script-error.mjs';

const NODES = 'nodes';
const HOST_TESTS = 'nodes/host-tests';
/** Says which lockfile the installed tools are of; written last, so that half an install is none. */
const STAMP = 'node_modules/.pebble-complete';

/** Installs n8n's engine and tools where they are missing, from the lockfile. */
export async function ensureHostTools(root: string): Promise<void> {
  const folder = join(root, HOST_TESTS);
  const lock = await readFile(join(folder, 'package-lock.json'), 'utf8');
  const stamp = await readFile(join(folder, STAMP), 'utf8').catch(() => '');
  if (stamp !== lock) {
    console.log('Installing the tools of n8n…');
    // No scripts: n8n brings native modules that nothing here needs. Peers: see docs of the versions in host-tests.
    const options = ['--legacy-peer-deps', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    await run('npm', ['ci', ...options], folder);
    await writeFile(join(folder, STAMP), lock);
  }
  // The package's own tools are looked for beside it; it has none of its own, because its manifest may hold no overrides.
  if (!existsSync(join(root, NODES, 'node_modules'))) {
    await symlink('host-tests/node_modules', join(root, NODES, 'node_modules'));
  }
}

/** Compiles the package to `nodes/dist`, with what does not compile beside it. */
export async function buildNodes(root: string): Promise<void> {
  const folder = join(root, NODES);
  await rm(join(folder, 'dist'), { recursive: true, force: true });
  await run(process.execPath, [join(folder, 'node_modules/typescript/bin/tsc'), '-p', folder], folder);
  for await (const file of glob(['icons/*.svg', 'nodes/*/*.node.json'], { cwd: folder })) {
    await mkdir(dirname(join(folder, 'dist', file)), { recursive: true });
    await copyFile(join(folder, file), join(folder, 'dist', file));
  }
}

/** n8n's own rules for community packages, unmodified. A warning fails too. */
export async function lintNodes(root: string): Promise<void> {
  const folder = join(root, NODES);
  const eslint = join(folder, 'node_modules/eslint/bin/eslint.js');
  await run(process.execPath, [eslint, '.', '--max-warnings', '0'], folder);
}

export async function tryParity(root: string, folders: readonly string[]): Promise<void> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const config = ['--config', 'scripts/nodes/parity/vitest.config.ts', '--root', root];
  // n8n writes what fails to the console, and most of the suite makes it fail.
  await run(process.execPath, [vitest, 'run', '--silent', ...config], root, {
    PARITY_ONLY: folders.join(','),
  });
}

/** Runs a command to its end. Throws when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0)
    throw new ScriptError(`${basename(command)} ${args.slice(0, 2).join(' ')} ended with ${code}.`);
}

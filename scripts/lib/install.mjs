import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { withLockFile } from './lock-file.mjs';
import { matchesLockfile, readInstalled, writeInstalled } from './install-stamp.mjs';
import { npmCommand } from './npm.mjs';
import { withProgress } from './progress.mjs';
import { runQuietly } from './run-quietly.mjs';
import { ScriptError } from './script-error.mjs';
import { findNode, OLDEST_NODE } from './usable-node.mjs';

/**
 * Makes node_modules what the lockfile says, if it is not already.
 *
 * @param {string} root the repository
 * @returns {Promise<string>} path of the Node to run Pebble with
 * @throws ScriptError with npm's own words
 */
export async function ensureInstalled(root, npm = npmCommand(root, process.env)) {
  const installed = readInstalled(root);
  if (installed) return installed;
  return withLockFile(
    join(root, '.pebble/install.lock'),
    () => console.error('Another start is installing; waiting for it.'),
    async () => readInstalled(root) ?? (await install(root, npm)),
  );
}

async function install(root, npm) {
  if (!matchesLockfile(root)) {
    const what = existsSync(join(root, 'node_modules')) ? 'Updating packages' : 'Installing packages';
    // The build and the tests need development packages, whatever NODE_ENV says.
    const command = [...npm.command, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    await withProgress(what, 'usually 20 to 60 s', () => runQuietly(command, { cwd: root, env: npm.env }));
  }
  const node = findNode(root) ?? (await fetchNode(root, npm));
  writeInstalled(root, node);
  return node;
}

/** The package `node` brings its binary by an install script, which npm 12 and `ignore-scripts` leave out. */
async function fetchNode(root, npm) {
  const script = [process.execPath, 'installArchSpecificPackage.js'];
  await withProgress('Fetching Node 24', 'about 10 s', () =>
    runQuietly(script, { cwd: join(root, 'node_modules/node'), env: npm.env }),
  ).catch(explainOldNode);
  // npm links only the programs that were there when it installed.
  const program = join(root, 'node_modules/.bin/node');
  rmSync(program, { force: true });
  symlinkSync('../node/bin/node', program);
  return findNode(root) ?? explainOldNode();
}

function explainOldNode(error) {
  const why = error ? `${error.message}\n\n` : '';
  throw new ScriptError(
    `${why}Pebble needs Node ${OLDEST_NODE} or newer. This is ${process.version}, and npm did not install a newer one, ` +
      'because its install script is switched off here.\n' +
      'Either install Node 24, or run: npm ci --include=dev --ignore-scripts=false',
  );
}

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The first that runs TypeScript as it is. */
const OLDEST = [22, 18];

export const OLDEST_NODE = OLDEST.join('.');

/**
 * The Node to run Pebble with: the one that npm installed, else the running one if it is new enough.
 *
 * @returns {string | null} its path
 */
export function findNode(root, running = { path: process.execPath, version: process.version }) {
  const bundled = join(root, 'node_modules/.bin/node');
  if (isNewEnough(versionOf(bundled))) return bundled;
  return isNewEnough(running.version) ? running.path : null;
}

/** @param {string} version e.g. `v24.21.0` */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

function versionOf(node) {
  try {
    return execFileSync(node, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'none';
  }
}

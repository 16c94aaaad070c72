import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampFile = (root) => join(root, 'node_modules/.pebble-install');

/**
 * The Node that the last installation chose, if that installation still matches the lockfile and this machine; else null.
 * Read at every start, so it costs a millisecond and no process.
 */
export function readInstalled(root) {
  const [stamp, node] = readOrEmpty(stampFile(root)).split('\n');
  return node && stamp === stampOf(root) && existsSync(node) ? node : null;
}

export function writeInstalled(root, node) {
  writeFileSync(stampFile(root), `${stampOf(root)}\n${node}\n`);
}

function stampOf(root) {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(`${process.platform}-${process.arch}\n`).update(lockfile).digest('hex');
}

/**
 * Whether somebody ran `npm ci` or `npm install` by hand, so that it need not be done again: npm keeps a list of what it
 * put into node_modules.
 */
export function matchesLockfile(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(([path, { version, optional, extraneous, link }]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true; // a workspace
    if (!(path in present)) return optional === true || extraneous === true; // made for another platform, or nobody's
    return (link || present[path].version === version) && existsSync(join(root, path));
  });
}

function packagesOf(file) {
  const text = readOrEmpty(file);
  return text === '' ? {} : JSON.parse(text).packages;
}

function readOrEmpty(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

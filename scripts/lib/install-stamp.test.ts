import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { matchesLockfile, readInstalled, writeInstalled } from './install-stamp.mjs';
import { scratchFiles, writeInto } from './testing/scratch.ts';

const express = { version: '5.0.0' };

function lockfile(packages: Record<string, object>): string {
  return JSON.stringify({ packages });
}

function installed(wanted: Record<string, object>, present: Record<string, object>): string {
  return scratchFiles({
    'package-lock.json': lockfile({ '': { name: 'pebble' }, 'core-api': {}, ...wanted }),
    'node_modules/.package-lock.json': lockfile(present),
    'node_modules/express/package.json': '{}',
  });
}

test('an installation is remembered until the lockfile changes, or its Node or itself is gone', () => {
  const dir = scratchFiles({ 'package-lock.json': '{"one":1}', 'node_modules/.bin/node': '' });
  const node = join(dir, 'node_modules/.bin/node');
  expect(readInstalled(dir)).toBeNull();
  writeInstalled(dir, node);
  expect(readInstalled(dir)).toBe(node);

  writeInto(dir, 'package-lock.json', '{"two":2}');
  expect(readInstalled(dir)).toBeNull();
  writeInto(dir, 'package-lock.json', '{"one":1}');
  expect(readInstalled(dir)).toBe(node);
  rmSync(node);
  expect(readInstalled(dir)).toBeNull();
});

test('an installation by hand counts', () => {
  expect(
    matchesLockfile(installed({ 'node_modules/express': express }, { 'node_modules/express': express })),
  ).toBe(true);
});

test('packages for other platforms may be absent', () => {
  const wanted = {
    'node_modules/express': express,
    'node_modules/only-on-mac': { version: '1.0.0', optional: true },
  };
  expect(matchesLockfile(installed(wanted, { 'node_modules/express': express }))).toBe(true);
});

test.each([
  ['nothing is installed', { 'node_modules/express': express }, {}],
  ['another version', { 'node_modules/express': express }, { 'node_modules/express': { version: '4.0.0' } }],
  [
    'development packages are left out',
    { 'node_modules/express': express, 'node_modules/vitest': { version: '5.0.0', dev: true } },
    { 'node_modules/express': express },
  ],
  [
    'a nested package is missing',
    { 'node_modules/express': express, 'core-api/node_modules/zod': { version: '3.0.0' } },
    { 'node_modules/express': express },
  ],
  ['listed, but its folder was deleted', { 'node_modules/gone': express }, { 'node_modules/gone': express }],
])('not when %s', (_, wanted, present) => {
  expect(matchesLockfile(installed(wanted, present))).toBe(false);
});

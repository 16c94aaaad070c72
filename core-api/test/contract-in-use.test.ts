import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ERRORS } from '@pebble/contract/error-codes';
import { EVENT_TYPES } from '@pebble/contract/event-types';
import { beforeAll, expect, it } from 'vitest';

/** What the contract lists and no line of the server mentions is a promise that nobody keeps. */
const SERVER = fileURLToPath(new URL('../src/', import.meta.url));
let source = '';

beforeAll(async () => {
  const names = await readdir(SERVER, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  source = (await Promise.all(files.map((name) => readFile(join(SERVER, name), 'utf8')))).join('\n');
});

it('every problem is raised somewhere in the server', () => {
  expect(Object.keys(ERRORS).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
});

it('every event type is written somewhere in the server', () => {
  expect(Object.keys(EVENT_TYPES).filter((type) => !source.includes(`'${type}'`))).toEqual([]);
});

import { expect, test } from 'vitest';
import { readRecord } from './record-tests.mjs';

const row = { file: 'a.test.ts', name: 'one', ok: true, test: true };
const lines = (...parts: object[]) => parts.map((part) => `${JSON.stringify(part)}\n`).join('');
const begun = lines({ file: 'a.test.ts', at: 'the file' }, { file: 'a.test.ts', at: 'one' });
const ended = lines({ file: 'a.test.ts', rows: [row] });

test('a run that came to its end is the rows of its files, and what happened outside of them', () => {
  const stray = { ...row, file: null, ok: false };
  expect(readRecord(begun + ended + lines({ file: null, rows: [stray] }))).toEqual([row, stray]);
});

test.each([
  [
    'in a file',
    begun + ended + lines({ file: 'b.test.ts', at: 'two' }),
    ['one', 'two', 'the run as a whole'],
  ],
  ['in the middle of a line', `${begun}${ended}{"file":"b`, ['one', 'the run as a whole']],
  ['before its end', begun + ended, ['one', 'the run as a whole']],
  ['at once', '', ['the run as a whole']],
])('a run that was cut off %s tells where it was', (_, text, names) => {
  expect(readRecord(text).map(({ name }) => name)).toEqual(names);
});

test('what a file was at, told after its end, does not make it unfinished', () => {
  const late = lines({ file: 'a.test.ts', at: 'one' });
  expect(readRecord(begun + ended + late + lines({ file: null, rows: [] }))).toEqual([row]);
});

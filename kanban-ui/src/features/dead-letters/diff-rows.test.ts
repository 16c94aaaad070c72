import { describe, expect, it } from 'vitest';
import { diffRows, type DiffRow } from './diff-rows.ts';

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`).join('\n');
const show = (row: DiffRow) => (row.kind === 'gap' ? `… ${row.count}` : `${row.kind} ${row.text}`);

describe('the rows of a diff', () => {
  it('are none while nothing has changed', () => {
    expect(diffRows('a\r\nb', 'a\nb')).toEqual({ rows: [], added: 0, removed: 0, hidden: 0 });
  });

  it('fold what is far from a change', () => {
    const diff = diffRows(lines(1, 20), lines(1, 20).replace('line 10', 'changed'));
    expect(diff?.rows.map(show)).toEqual([
      '… 6',
      ...['same line 7', 'same line 8', 'same line 9'],
      ...['removed line 10', 'added changed'],
      ...['same line 11', 'same line 12', 'same line 13'],
      '… 7',
    ]);
    expect([diff?.added, diff?.removed]).toEqual([1, 1]);
  });

  it('keep a gap of one line as the line', () => {
    const diff = diffRows(lines(1, 5), lines(1, 5).replace('line 5', 'changed'));
    expect(diff?.rows.map(show)).toEqual([
      ...['same line 1', 'same line 2', 'same line 3', 'same line 4'],
      ...['removed line 5', 'added changed'],
    ]);
  });

  it('end where nobody reads any more, and say how many there are', () => {
    const diff = diffRows(lines(1, 5000), 'line 1');
    expect([diff?.rows.length, diff?.hidden, diff?.removed]).toEqual([400, 4600, 4999]);
  });
});

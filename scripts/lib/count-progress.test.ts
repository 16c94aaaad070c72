import { expect, test } from 'vitest';
import { countProgress } from './count-progress.ts';

function linesFor(total: number): string[] {
  const written: string[] = [];
  const progress = countProgress('Working', total, { write: (text) => written.push(text) });
  for (let n = 0; n < total; n++) progress.step();
  progress.end();
  return written;
}

test('without a terminal: a line for each tenth', () => {
  expect(linesFor(200)).toHaveLength(10);
  expect(linesFor(200).at(-1)).toBe('Working: 200/200\n');
});

test('a few mails get a line each', () => {
  expect(linesFor(2)).toEqual(['Working: 1/2\n', 'Working: 2/2\n']);
});

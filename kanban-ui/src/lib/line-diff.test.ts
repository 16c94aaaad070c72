import { describe, expect, it } from 'vitest';
import { diffLines } from './line-diff.ts';

const diff = (before: string, after: string) =>
  diffLines(before.split(' '), after.split(' '))?.map(({ kind, lines }) => `${kind}: ${lines.join(' ')}`);

describe('a diff of lines', () => {
  it('tells what was added, removed and kept', () => {
    expect(diff('a b c d', 'a x c d e')).toEqual([
      'same: a',
      'removed: b',
      'added: x',
      'same: c d',
      'added: e',
    ]);
  });

  it('is one piece when nothing has changed', () => {
    expect(diff('a b', 'a b')).toEqual(['same: a b']);
  });

  it('does not count a line twice that both ends could claim', () => {
    expect(diff('a a', 'a a a')).toEqual(['same: a a', 'added: a']);
  });

  it('is quick about one large piece that was cut out', () => {
    const before = Array.from({ length: 50_000 }, (_, n) => `line ${n}`);
    const changes = diffLines(before, [...before.slice(0, 10), ...before.slice(-10)]);
    expect(changes?.map(({ kind, lines }) => [kind, lines.length])).toEqual([
      ['same', 10],
      ['removed', 49_980],
      ['same', 10],
    ]);
  });

  it('gives up on what is long and different everywhere', () => {
    const lines = (prefix: string) => Array.from({ length: 60_000 }, (_, n) => `${prefix} ${n}`);
    expect(diffLines(lines('a'), lines('b'))).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { readSenderLines, tooManyLines } from './sender-lines.ts';

const pattern = (line: string) => readSenderLines(line)[0]?.pattern;

describe('a line', () => {
  it.each([
    ['spam.example', 'spam.example'],
    ['  Ada@Spam.Example\r', 'ada@spam.example'],
    ['@spam.example', 'spam.example'],
    ['*@spam.example', 'spam.example'],
    ['*.spam.example', 'spam.example'],
    ['spam.example.', 'spam.example'],
    ['Ada Byron <ada@spam.example>', 'ada@spam.example'],
    ['"Byron, Ada" <ada@spam.example>,', 'ada@spam.example'],
    ['mailto:ada@spam.example', 'ada@spam.example'],
    ['spam.example;', 'spam.example'],
    ['spam.example # sends a lot', 'spam.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ])('%j means %s', (line, expected) => {
    expect(pattern(line)).toBe(expected);
  });

  it.each(['spam', 'a b.example', '<>', 'a@b@', 'http://spam.example/x', `${'x'.repeat(300)}.example`, '*'])(
    '%j means nothing',
    (line) => {
      expect(pattern(line)).toBeNull();
    },
  );

  it('is counted as it stands in the text, and shown in part when it is long', () => {
    const read = readSenderLines(`\n# only a remark\n\nspam.example\n${'x'.repeat(1000)}`);
    expect(read.map(({ line }) => line)).toEqual([4, 5]);
    expect(read[1]?.text).toHaveLength(254);
  });
});

it('two thousand lines are taken at once', () => {
  expect(tooManyLines('\n'.repeat(1999))).toBe(false);
  expect(tooManyLines('\n'.repeat(2000))).toBe(true);
});

import { describe, expect, it } from 'vitest';
import { guessDelimiter, readSeparatorLine } from './csv-dialect.ts';

const guess = (text: string) => guessDelimiter(Buffer.from(text));

describe('the delimiter', () => {
  it.each([
    ['a,b,c\n1,2,3\n', ','],
    ['a;b;c\n1;2;3\n', ';'],
    ['a\tb\tc\n1\t2\t3\n', '\t'],
    ['a|b|c\n1|2|3\n', '|'],
  ] as const)('of %j is %j', (text, delimiter) => {
    expect(guess(text)).toBe(delimiter);
  });

  it('is the one that cuts evenly, not the one that is there most', () => {
    expect(guess('Name;Text\nAda;"one, two, three"\nBob;yes, and, so, on, and, on\nEve;no\n')).toBe(';');
    expect(guess('Preis;Ort\n1,50;Bonn\n2,70;Ulm\n')).toBe(';');
  });

  it('is not found inside of quotes', () => {
    expect(guess('a,b\n"1;2;3;4","5;6;7"\n"1;2;3;4","5;6;7"\n')).toBe(',');
  });

  it('is a comma where nothing tells: there is one column', () => {
    expect(guess('Email\nada@buyer.example\n')).toBe(',');
    expect(guess('')).toBe(',');
  });

  it('is seen in a long file by its beginning', () => {
    expect(guess(`a;b\n${'1;2\n'.repeat(100_000)}`)).toBe(';');
  });
});

describe('the line that Excel puts first', () => {
  it.each([
    ['sep=;\r\na;b', { delimiter: ';', bytes: 7 }],
    ['SEP=|\na|b', { delimiter: '|', bytes: 6 }],
    ['a;b', null],
    ['sep=x\na', null],
  ])('%j', (text, expected) => {
    expect(readSeparatorLine(Buffer.from(text))).toEqual(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnLetter, columnNames, isAddress, sheetOf } from './sheet-columns.ts';
import { inspectionOf } from './testing/inspection.ts';

const namesOf = (rows: string[][] | Record<string, string[][]>, headerRow = 1) => {
  const inspection = inspectionOf(rows);
  return columnNames(sheetOf(inspection, null), headerRow);
};

describe('columns', () => {
  it('are called by their headings, on one line', () => {
    expect(namesOf([['Email', ' Full\n name ', 'x'.repeat(200)]])).toEqual([
      'Email',
      'Full name',
      'x'.repeat(100),
    ]);
  });

  it('without a heading have the letter that their program shows', () => {
    expect(namesOf([['Email', '', ' ']])).toEqual(['Email', 'B', 'C']);
    expect(namesOf([['a', 'b']], 0)).toEqual(['A', 'B']);
  });

  it('of a CSV are as many as headings; of a sheet as many as cells', () => {
    const rows = [['Email'], ['ada@buyer.example', 'note']];
    expect(namesOf(rows)).toEqual(['Email']);
    expect(namesOf({ Leads: rows })).toEqual(['Email', 'B']);
  });

  it('are lettered as in every spreadsheet', () => {
    expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(columnLetter)).toEqual([
      'A',
      'B',
      'Z',
      'AA',
      'AB',
      'AZ',
      'BA',
      'ZZ',
      'AAA',
    ]);
  });
});

describe('a sheet', () => {
  it('is found by its name, the first one without', () => {
    const inspection = inspectionOf({ One: [['1']], Two: [['2']], __proto__: [['3']] } as Record<
      string,
      string[][]
    >);
    expect(sheetOf(inspection, null).name).toBe('One');
    expect(sheetOf(inspection, 'Two').name).toBe('Two');
    expect(() => sheetOf(inspection, 'Three')).toThrow(/is not a sheet of this file/);
  });

  it('of a CSV is the only one, whatever the mapping says', () => {
    expect(sheetOf(inspectionOf([['a']]), 'Leads').name).toBe('');
  });
});

describe('an address', () => {
  it.each(['ada@buyer.example', 'Ada Byron <ada@buyer.example>', ' ada@mail.buyer.example '])(
    '%s',
    (text) => {
      expect(isAddress(text)).toBe(true);
    },
  );

  it.each([
    '',
    'ada',
    'ada@',
    '@buyer.example',
    'ada@buyer',
    'a@b.example and more words',
    'twitter: @ada',
    'a@b@c',
  ])('is not %j', (text) => {
    expect(isAddress(text)).toBe(false);
  });

  it('is looked for soon, in whatever text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('@', 'a', ' ', '<', '.'),
        fc.nat(5_000),
        (piece, count) => void isAddress(piece.repeat(count)),
      ),
    );
  });
});

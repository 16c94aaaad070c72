import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessDateOrder, readDate } from './row-dates.ts';

const read = (cell: string, order: 'dmy' | 'mdy' | 'ymd' = 'dmy', offset = '+00:00') =>
  readDate(cell, order, offset);

describe('a date', () => {
  it.each([
    ['2026-11-02', '2026-11-02T00:00:00.000Z'],
    ['2026-11-02 09:30', '2026-11-02T09:30:00.000Z'],
    ['2026-11-02T09:30:15', '2026-11-02T09:30:15.000Z'],
    ['2026-11-02T09:30:15.250Z', '2026-11-02T09:30:15.000Z'],
    ['2026-11-02T09:30:00+05:30', '2026-11-02T04:00:00.000Z'],
    ['2026-11-02 09:30 -0800', '2026-11-02T17:30:00.000Z'],
    ['02.11.2026', '2026-11-02T00:00:00.000Z'],
    ['2/11/26 9:05', '2026-11-02T09:05:00.000Z'],
    ['02-11-2026, 09.30', '2026-11-02T09:30:00.000Z'],
    ['02/11/2026 9:30 PM', '2026-11-02T21:30:00.000Z'],
    ['02/11/2026 12:10 am', '2026-11-02T00:10:00.000Z'],
    ['2 Nov 2026', '2026-11-02T00:00:00.000Z'],
    ['02-Nov-2026 09:30', '2026-11-02T09:30:00.000Z'],
    ['Mon, 2 Nov 2026 09:30:00 +0530', '2026-11-02T04:00:00.000Z'],
    ['Nov 2, 2026', '2026-11-02T00:00:00.000Z'],
    ['November 2 2026 14:00', '2026-11-02T14:00:00.000Z'],
    ['29/02/2028', '2028-02-29T00:00:00.000Z'],
  ])('%s', (cell, instant) => {
    expect(read(cell)).toBe(instant);
  });

  it('of numbers is meant as the mapping says', () => {
    expect(read('03/04/2026', 'dmy')).toBe('2026-04-03T00:00:00.000Z');
    expect(read('03/04/2026', 'mdy')).toBe('2026-03-04T00:00:00.000Z');
    expect(read('26/04/03', 'ymd')).toBe('2026-04-03T00:00:00.000Z');
    // A year in front leaves no choice.
    expect(read('2026/04/03', 'mdy')).toBe('2026-04-03T00:00:00.000Z');
  });

  it('without a zone is in that of the mapping, one with its own in its own', () => {
    expect(read('2026-11-02 09:30', 'dmy', '+05:30')).toBe('2026-11-02T04:00:00.000Z');
    expect(read('2026-11-02 09:30Z', 'dmy', '+05:30')).toBe('2026-11-02T09:30:00.000Z');
    expect(read('2026-11-02', 'dmy', '-08:00')).toBe('2026-11-02T08:00:00.000Z');
  });

  it.each([
    ...[
      'yesterday',
      '',
      '31/04/2026',
      '30/02/2026',
      '29/02/2027',
      '13/13/2026',
      '2026-11-02 25:00',
      '2026-11-02 09:75',
    ],
    ...[
      '12:30',
      '20261102',
      '1',
      '00/00/0000',
      '02/11/1066',
      'Nov 2026',
      '2 Foo 2026',
      '2026-11-02 and more',
      '9'.repeat(5_000),
    ],
  ])('is not made up out of %s', (cell) => {
    expect(read(cell)).toBeNull();
  });

  it('is an instant or nothing, whatever the cell holds', () => {
    const cell = fc.oneof(fc.string(), fc.stringMatching(/^[\d/.:\-T Z+a-zA-Z,]{0,40}$/));
    fc.assert(
      fc.property(cell, fc.constantFrom('dmy', 'mdy', 'ymd'), (text, order) => {
        const date = read(text, order);
        if (date !== null) expect(new Date(date).toISOString()).toBe(date);
      }),
    );
  });
});

describe('the order of day and month', () => {
  it.each([
    [['11/25/2026', '03/04/2026'], 'mdy'],
    [['25/11/2026', '03/04/2026'], 'dmy'],
    [['03/04/2026'], 'dmy'],
    [['11/25/2026', '25/11/2026'], 'dmy'],
    [['2026-11-25'], 'dmy'],
    [[], 'dmy'],
  ] as const)('of %j is %s', (cells, order) => {
    expect(guessDateOrder(cells)).toBe(order);
  });
});

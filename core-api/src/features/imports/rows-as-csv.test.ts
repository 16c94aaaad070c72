import { describe, expect, it } from 'vitest';
import { csvCell } from './rows-as-csv.ts';

describe('a cell of the report', () => {
  it.each([
    ['=HYPERLINK("http://x.example")', `"'=HYPERLINK(""http://x.example"")"`],
    ["=cmd|' /C calc'!A0", `'=cmd|' /C calc'!A0`],
    ['+1', `'+1`],
    ['-1', `'-1`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['|x', `'|x`],
    ['\tx', `'\tx`],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['plain', 'plain'],
    [null, ''],
    [-7, '-7'],
  ])('%j is written %j, and never runs', (value, written) => {
    expect(csvCell(value)).toBe(written);
  });
});

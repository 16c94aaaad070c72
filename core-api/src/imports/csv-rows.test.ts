import { describe, expect, it } from 'vitest';
import { csvRows } from './csv-rows.ts';
import type { SheetRow } from './reader-protocol.ts';

async function read(text: string | Buffer, delimiter = ','): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of csvRows(Buffer.from(text), delimiter)) rows.push(row);
  return rows;
}
const cells = async (text: string, delimiter?: string) =>
  (await read(text, delimiter)).map((row) => ('cells' in row ? row.cells : 'error'));

describe('cells', () => {
  it('may hold delimiters, quotes and line breaks when they are quoted', async () => {
    expect(await cells('a,"b,c","d ""e"" f"\n"g\nh",,')).toEqual([
      ['a', 'b,c', 'd "e" f'],
      ['g\nh', '', ''],
    ]);
  });

  it('keep a quote in the middle of an unquoted one: it is an inch', async () => {
    expect(await cells('5" pipe,7\nx,y')).toEqual([
      ['5" pipe', '7'],
      ['x', 'y'],
    ]);
  });

  it.each([';', '\t', '|'])('are cut by %j', async (delimiter) => {
    expect(await cells(`a${delimiter}b,c`, delimiter)).toEqual([['a', 'b,c']]);
  });
});

describe('rows', () => {
  it('end with LF, CR LF or CR, also in one file', async () => {
    expect(await cells('a\r\nb\nc\rd')).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  it('know the line they begin on, whatever is in the ones before', async () => {
    const rows = await read('h\r\n"two\r\nlines"\r\n\r\n"three\nof\nthem"\nlast');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 4, 5, 8]);
  });

  it('have as many cells as they have', async () => {
    expect(await cells('a,b\n1\n1,2,3')).toEqual([['a', 'b'], ['1'], ['1', '2', '3']]);
  });

  it('come out whole across the slices in which the text is read', async () => {
    const row = (n: number) => `${n},"${'ä'.repeat(n % 700)}"`;
    const text = Array.from({ length: 2_000 }, (_, n) => row(n)).join('\r\n');
    const rows = await read(text);
    expect(rows).toHaveLength(2_000);
    expect(
      rows.every((row, n) => row.line === n + 1 && 'cells' in row && row.cells[1]?.length === n % 700),
    ).toBe(true);
  });

  it('may be none', async () => {
    expect(await read('')).toEqual([]);
  });
});

describe('a row that cannot be read', () => {
  it('costs itself, not what comes after it, when its quote is never closed', async () => {
    expect(await read('h,i\n1,"open\n2,b\n3,c')).toEqual([
      { line: 1, cells: ['h', 'i'] },
      { line: 2, error: 'A quote is opened in this row and never closed.' },
      { line: 3, cells: ['2', 'b'] },
      { line: 4, cells: ['3', 'c'] },
    ]);
  });

  it('is told for each of several, and none swallows the lines up to the next', async () => {
    expect(await read('1,"a\n2,"b\n3,c\n4,"d\n5,e')).toEqual([
      { line: 1, error: expect.any(String) as string },
      { line: 2, error: expect.any(String) as string },
      { line: 3, cells: ['3', 'c'] },
      { line: 4, error: expect.any(String) as string },
      { line: 5, cells: ['5', 'e'] },
    ]);
  });

  it('is taken as it stands when its quotes are wrong but clear', async () => {
    expect(await cells('"Acme" Ltd,Pune\nx,"y"')).toEqual([
      ['"Acme" Ltd', 'Pune'],
      ['x', 'y'],
    ]);
  });

  it('is told when it is the last one', async () => {
    expect(await read('a\n"b')).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, error: 'A quote is opened in this row and never closed.' },
    ]);
  });

  it('is told when it is longer than any honest one', async () => {
    const rows = await read(`a,b\n"${'x'.repeat(1_200_000)}\n1,2`);
    expect(rows[0]).toEqual({ line: 1, cells: ['a', 'b'] });
    expect(rows[1]).toMatchObject({ line: 2, error: expect.stringContaining('a million characters') });
    expect(rows[2]).toEqual({ line: 3, cells: ['1', '2'] });
  });

  it('is told when it has a million columns', async () => {
    const rows = await read(`a,b\n${','.repeat(999_999)}\n1,2`);
    expect(rows[1]).toEqual({ line: 2, error: 'The row has 1000000 cells; at most 500 are read.' });
    expect(rows[2]).toEqual({ line: 3, cells: ['1', '2'] });
  });

  it('ends the file after a hundred of its kind', async () => {
    const bad = Array.from({ length: 150 }, (_, n) => `${n},"x`).join('\n');
    await expect(read(bad)).rejects.toThrow(/More than 100 rows/);
  });
});

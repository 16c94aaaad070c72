import { describe, expect, it } from 'vitest';
import { workbookFile, type Cell } from '../features/imports/testing/sheet-files.ts';
import { within } from '../../test/fuzz.ts';
import { fileRows } from './file-rows.ts';
import type { SheetRow } from './reader-protocol.ts';
import { inspectInProcess, readRows } from './testing/read-file.ts';
import { zipFile } from './testing/zip-file.ts';

/** Through the reader process, as every file is read. */
const FORMATS = ['xlsx', 'xls', 'ods'] as const;
const cellsOf = async (file: Buffer, format: (typeof FORMATS)[number], sheet?: string) =>
  (await readRows(file, { format, sheet: sheet ?? null })).map((row) =>
    'cells' in row ? row.cells : row.error,
  );

describe.each(FORMATS)('a workbook in %s', (format) => {
  it('gives what its cells are, not what they look like', async () => {
    const cells: Cell[] = [
      ...['प्रेषक', 'Genève', '=cmd|calc!A1', 42, 9_198_000_000, 0.1 + 0.2, true],
      new Date('2026-11-02T00:00:00Z'),
      new Date('2026-11-02T09:30:00Z'),
    ];
    expect(await cellsOf(workbookFile(format, { Leads: [cells] }), format)).toEqual([
      [
        'प्रेषक',
        'Genève',
        '=cmd|calc!A1',
        '42',
        '9198000000',
        '0.3',
        'TRUE',
        '2026-11-02',
        '2026-11-02T09:30:00',
      ],
    ]);
  });

  it('leaves blank rows out and keeps the number of each row', async () => {
    const file = workbookFile(format, { Leads: [[], ['a'], [null, ' '], [], ['b', null, null]] });
    expect(await readRows(file, { format })).toEqual([
      { line: 2, cells: ['a'] },
      { line: 5, cells: ['b'] },
    ]);
  });

  it('is read by the sheet that is asked for, the first one otherwise', async () => {
    const file = workbookFile(format, { One: [['1']], 'Two & <three>': [['2']], __proto__x: [['3']] });
    expect(await cellsOf(file, format)).toEqual([['1']]);
    expect(await cellsOf(file, format, 'Two & <three>')).toEqual([['2']]);
    expect(await cellsOf(file, format, '__proto__x')).toEqual([['3']]);
    await expect(cellsOf(file, format, 'Four')).rejects.toThrow(/not in the file|damaged/);
  });

  it('tells its sheets and their first rows', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => [`row ${n + 1}`, n, 'x'.repeat(n === 1 ? 200 : 3)]);
    const { sheets } = await inspectInProcess(
      workbookFile(format, { Long: rows, Empty: [], Short: [['a']] }),
      { format },
    );
    expect(sheets.map(({ name, rows: count, columns }) => ({ name, count, columns }))).toEqual([
      { name: 'Long', count: 100, columns: 3 },
      { name: 'Short', count: 1, columns: 1 },
    ]);
    expect(sheets[0]?.head).toHaveLength(45);
    expect(sheets[0]?.head[1]).toEqual({ line: 2, cells: ['row 2', '1', 'x'.repeat(200)] });
  });

  it('cut off in the middle says so', async () => {
    const file = workbookFile(format, { Leads: [['a'.repeat(50)], ['b']] });
    const cut = file.subarray(0, Math.floor(file.length * 0.6));
    await expect(readRows(cut, { format })).rejects.toThrow(/damaged|cut off|not in the file/);
  });

  it('can be gone on with at any row', async () => {
    const file = workbookFile(format, { Leads: [['a'], ['b'], [], ['c']] });
    expect(await readRows(file, { format, skip: 2 })).toEqual([{ line: 4, cells: ['c'] }]);
  });
});

describe('a hostile workbook', () => {
  const sheet = (cells: string, reference = 'A1:A1') =>
    zipFile({
      '[Content_Types].xml':
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
      '_rels/.rels':
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
      'xl/workbook.xml':
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Leads" sheetId="1" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="${reference}"/><sheetData>${cells}</sheetData></worksheet>`,
    });
  const text = (reference: string, value: string) =>
    `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`;

  it('with a formula gives the value that was computed, and runs nothing', async () => {
    const row =
      '<row r="1"><c r="A1" t="str"><f>cmd|\' /C calc\'!A0</f><v>harmless</v></c><c r="B1"><f>1/0</f><v>7</v></c></row>';
    expect(await cellsOf(sheet(row), 'xlsx')).toEqual([['harmless', '7']]);
  });

  it('with an error in a cell gives its name', async () => {
    expect(await cellsOf(sheet('<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'), 'xlsx')).toEqual([
      ['#REF!'],
    ]);
  });

  it('with headings called __proto__ changes nothing but itself', async () => {
    const file = sheet(`<row r="1">${text('A1', '__proto__')}${text('B1', 'constructor')}</row>`);
    expect(await cellsOf(file, 'xlsx')).toEqual([['__proto__', 'constructor']]);
    expect(({} as Record<string, unknown>)['A1']).toBeUndefined();
  });

  it('that says it is larger than it is costs nothing', async () => {
    const file = sheet(`<row r="1">${text('A1', 'a')}</row>`, 'A1:XFD1048576');
    expect(await cellsOf(file, 'xlsx')).toEqual([['a']]);
  });

  it('with a cell in the last column of all has one bad row', async () => {
    const file = sheet(`<row r="1">${text('A1', 'a')}</row><row r="2">${text('XFD2', 'far')}</row>`);
    expect(await cellsOf(file, 'xlsx')).toEqual([['a'], 'The row has 16384 cells; at most 500 are read.']);
  });

  it('with nothing but the first and the last column of all is read in a moment', async () => {
    const rows = Array.from({ length: 20_000 }, (_, n) => {
      return `<row r="${n + 1}">${text(`A${n + 1}`, 'a')}${text(`XFD${n + 1}`, ' ')}</row>`;
    });
    const choice = { format: 'xlsx' as const, sheet: null, delimiter: null, encoding: null };
    const read = async () => {
      const found: SheetRow[] = [];
      for await (const row of fileRows(sheet(rows.join('')), choice)) found.push(row);
      return found;
    };
    const found = await within(read);
    expect(found).toHaveLength(20_000);
    expect(found.at(-1)).toEqual({ line: 20_000, cells: ['a'] });
  });

  it('with more rows than are read says how many those are', async () => {
    const file = sheet(`<row r="1">${text('A1', 'a')}</row><row r="1000000">${text('A1000000', 'z')}</row>`);
    await expect(readRows(file, { format: 'xlsx' })).rejects.toThrow(/1000000 rows; at most 250000/);
  });

  it('with a hundred thousand empty sheets in it is refused before it is unpacked', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 5_100 }, (_, n) => [`xl/worksheets/sheet${n}.xml`, '']),
    );
    await expect(readRows(zipFile(many), { format: 'xlsx' })).rejects.toThrow(/Unpacked/);
  });

  it.each([0, 500])('of noise (%d bytes of it) is refused in words for people', async (length) => {
    const noise = Buffer.from(Array.from({ length }, (_, at) => (at * 7919) % 256));
    const begins = { xlsx: 'PK\x03\x04', xls: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', ods: 'PK\x03\x04' };
    for (const format of FORMATS) {
      const file = Buffer.concat([Buffer.from(begins[format], 'latin1'), noise]);
      await expect(readRows(file, { format }), format).rejects.toMatchObject({ name: 'UnreadableFile' });
    }
  });
});

describe('an OpenDocument sheet', () => {
  const ods = (table: string, attributes = '') =>
    zipFile({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'META-INF/manifest.xml': '<manifest/>',
      'content.xml': `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Leads"${attributes}>${table}</table:table></office:spreadsheet></office:body></office:document-content>`,
    });
  const cell = (value: string, repeated = '') =>
    `<table:table-cell office:value-type="string"${repeated}><text:p>${value}</text:p></table:table-cell>`;

  it('keeps its line numbers over repeated rows, groups, headings and the filler at its end', async () => {
    const file = ods(
      `<table:table-header-rows><table:table-row>${cell('head')}</table:table-row></table:table-header-rows>` +
        `<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>` +
        `<table:table-row-group><table:table-row>${cell('five')}</table:table-row></table:table-row-group>` +
        `<table:table-row table:number-rows-repeated="2">${cell('twice')}</table:table-row>` +
        `<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>` +
        `<table:table-row>${cell('end')}</table:table-row>`,
    );
    expect(await readRows(file, { format: 'ods' })).toEqual([
      { line: 1, cells: ['head'] },
      { line: 5, cells: ['five'] },
      { line: 6, cells: ['twice'] },
      { line: 7, cells: ['twice'] },
      { line: 1_048_008, cells: ['end'] },
    ]);
  });

  it('cannot make a mountain of one row', async () => {
    const row = `<table:table-row table:number-rows-repeated="1000000">${cell('x', ' table:number-columns-repeated="16384"')}</table:table-row>`;
    const rows = await readRows(ods(row), { format: 'ods' });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ line: 1, cells: { length: 500 } });
  });

  it('is read in pieces that fit together', async () => {
    const rows = Array.from(
      { length: 4_500 },
      (_, n) => `<table:table-row>${cell(`row ${n + 1}`)}</table:table-row>`,
    );
    const read = await readRows(ods(rows.join('')), { format: 'ods' });
    expect(read).toHaveLength(4_500);
    expect(
      read.every((row, n) => row.line === n + 1 && 'cells' in row && row.cells[0] === `row ${n + 1}`),
    ).toBe(true);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damage, runs, spoil, within } from '../../test/fuzz.ts';
import { enquiries, workbookFile } from '../features/imports/testing/sheet-files.ts';
import { fileRows } from './file-rows.ts';
import { inspectFile } from './inspect-file.ts';
import type { ReaderTask } from './reader-protocol.ts';
import { zipFile } from './testing/zip-file.ts';
import { readZipDirectory, unpack } from './zip-directory.ts';

/** Workbooks that unpack without a fault and whose XML is wrong: damage to the packed bytes seldom comes so far. */

const WORDS = [
  ...[
    '<',
    '>',
    '"',
    '/>',
    '</row>',
    '<row r="1048577">',
    '<c r="XFD1048576" t="s"><v>0</v></c>',
    '<c r="A0">',
  ],
  ...[
    '<v>999999999</v>',
    '<v>1e308</v>',
    '<v>-1</v>',
    ' t="s"',
    ' t="d"',
    ' t="e"',
    ' s="99999"',
    '&#0;',
    '&x;',
  ],
  ...[
    '<dimension ref="A1:XFD1048576"/>',
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '<![CDATA[',
    '<!--',
    '\0',
    '\ud83d',
  ],
  ...['<mergeCell ref="A1:XFD1048576"/>', 'sheetId="0"', 'r:id="rId99"', '__proto__', 'constructor'],
  ...[' table:number-columns-repeated="16384"', ' table:number-rows-repeated="1048576"'],
  ...[' office:value-type="date" office:date-value="99999-99-99"', '<table:table-row>', '</table:table>'],
  ...['<table:table table:name="x">', '<text:p>', '<text:s text:c="999999999"/>', '<office:annotation>'],
];

const scratch = damage(WORDS);

async function partsOf(file: Buffer): Promise<Map<string, Buffer>> {
  const parts = new Map<string, Buffer>();
  for (const entry of readZipDirectory(file)) {
    const pieces: Buffer[] = [];
    for await (const piece of unpack(entry)) pieces.push(piece);
    parts.set(entry.name, Buffer.concat(pieces));
  }
  return parts;
}

async function read(file: Buffer, format: 'xlsx' | 'ods'): Promise<number> {
  const task: ReaderTask = {
    ...{ do: 'read', format, sheet: null, delimiter: null, encoding: null, skip: 0, maxMail: 1_000_000 },
  };
  let rows = 0;
  try {
    await inspectFile(file, task);
    for await (const row of fileRows(file, task)) {
      rows += 1;
      expect(row.line).toBeGreaterThan(0);
      if ('cells' in row) expect(row.cells.every((cell) => typeof cell === 'string')).toBe(true);
    }
  } catch (error) {
    expect((error as Error).name).toBe('UnreadableFile');
  }
  return rows;
}

describe.each(['xlsx', 'ods'] as const)('a well packed %s with damaged parts', (format) => {
  it('is read or refused, in a moment', async () => {
    const whole = await partsOf(workbookFile(format, { Leads: enquiries(4), More: enquiries(2, 7) }));
    const names = [...whole.keys()].filter((name) => /xml$|rels$/.test(name));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...names), scratch), { minLength: 1, maxLength: 3 }),
        async (damages) => {
          const parts = new Map(whole);
          for (const [name, one] of damages) parts.set(name, spoil(parts.get(name) ?? Buffer.alloc(0), one));
          const contents = [...parts].map(([name, part]) => [name, { content: part.toString('latin1') }]);
          await within(() => read(zipFile(Object.fromEntries(contents)), format));
          expect(({} as Record<string, unknown>)['c']).toBeUndefined();
        },
      ),
      runs(150),
    );
  });
});

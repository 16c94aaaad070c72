import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damage, runs, spoil, within } from '../../test/fuzz.ts';
import { csvFile, enquiries, workbookFile } from '../features/imports/testing/sheet-files.ts';
import { fileRows } from './file-rows.ts';
import { inspectFile } from './inspect-file.ts';
import type { ReaderTask, SheetRow } from './reader-protocol.ts';
import { sniffFormat } from './sniff-format.ts';

/** Files that were damaged on their way, or made so by somebody: each is read or refused in words for people. */
const ROWS = enquiries(4);
const WHOLE = {
  csv: csvFile(ROWS),
  xlsx: workbookFile('xlsx', { Leads: ROWS }),
  xls: workbookFile('xls', { Leads: ROWS }),
  ods: workbookFile('ods', { Leads: ROWS }),
};
const MBOX = Buffer.from(
  [1, 2, 3]
    .map((n) => `From a@b.example Mon Nov  2 09:00:00 2026\nFrom: a@b.example\nSubject: ${n}\n\nText\n\n`)
    .join(''),
);
const task = (format: ReaderTask['format']): ReaderTask => ({
  ...{ do: 'read', format, sheet: null, delimiter: null, encoding: null, skip: 0, maxMail: 1_000_000 },
});

const scratch = damage(['"', ',', '\r', '\0', '\ufeff', '<', ']]>', '__proto__']);

/** The rows, or null for a file that is refused. The process around it turns other errors into a refusal; here none is to be. */
async function readAll(file: Buffer, format: ReaderTask['format']): Promise<SheetRow[] | null> {
  const rows: SheetRow[] = [];
  try {
    for await (const row of fileRows(file, task(format))) rows.push(row);
    await inspectFile(file, task(format));
    return rows;
  } catch (error) {
    if ((error as Error).name === 'UnreadableFile') return null;
    throw error;
  }
}

describe.each(Object.entries(WHOLE))('a damaged %s', (name, whole) => {
  const format = name as keyof typeof WHOLE;

  it('is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(scratch, { minLength: 1, maxLength: 4 }), async (damages) => {
        const file = damages.reduce(spoil, whole);
        const rows = await within(() => readAll(file, format));
        for (const row of rows ?? []) {
          expect(row.line).toBeGreaterThan(0);
          expect(
            'cells' in row ? row.cells.every((cell) => typeof cell === 'string') : row.error,
          ).toBeTruthy();
        }
        expect(({} as Record<string, unknown>)['c']).toBeUndefined();
      }),
      runs(format === 'csv' ? 300 : 120),
    );
  });

  it('is told for what it is, or refused, before anybody reads it', () => {
    fc.assert(
      fc.property(
        fc.array(scratch, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('a.csv', `a.${format}`, 'a'),
        (damages, filename) => {
          try {
            expect(typeof sniffFormat(damages.reduce(spoil, whole), filename, undefined)).toBe('string');
          } catch (error) {
            expect((error as Error).name).toBe('UnreadableFile');
          }
        },
      ),
    );
  });
});

it('a damaged archive of mails is read or refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(scratch, { minLength: 1, maxLength: 6 }), async (damages) => {
      const file = damages.reduce(spoil, MBOX);
      const result = await within(() =>
        inspectFile(file, task('mbox')).catch((error: unknown) => error as Error),
      );
      if (result instanceof Error) expect(result.name).toBe('UnreadableFile');
      else expect(result.mails.length).toBe(Math.min(result.mail_count, 20));
    }),
    runs(200),
  );
});

it('any text is a CSV of some rows, and each of them has the line on which it begins', async () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.constantFrom('"', '""', ',', ';', '\n', '\r\n', '\r', 'a', '\0'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
      const rows = (await within(() => readAll(Buffer.from(pieces.join('')), 'csv'))) ?? [];
      const lines = rows.map(({ line }) => line);
      expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b));
    }),
    runs(500),
  );
});

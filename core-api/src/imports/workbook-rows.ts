import * as XLSX from 'xlsx';
import { cellText } from './cell-text.ts';
import { MAX_COLUMNS, MAX_ROWS, MAX_SHEETS } from './limits.ts';
import { UnreadableFile, type SheetHead, type SheetRow } from './reader-protocol.ts';

export type Workbook = string | Uint8Array;

/**
 * The rows of a sheet of an Excel workbook, or of any other that the library knows. Dense mode, because one object a row takes
 * half of the memory; formulas, styles and formatted texts are left out for the same reason.
 *
 * @throws UnreadableFile
 */
export function* workbookRows(file: Workbook, sheet: string | null): Generator<SheetRow> {
  const workbook = read(file, { sheets: sheet ?? 0 });
  const name = sheet ?? workbook.SheetNames[0];
  const data = name === undefined ? undefined : rowsOf(workbook, name);
  if (!data) throw new UnreadableFile('The sheet is not in the file.');
  yield* toRows(data, true);
}

/** The first `head` rows of every sheet. */
export function workbookHeads(file: Workbook, head: number): SheetHead[] {
  const workbook = read(file, { sheetRows: head });
  return workbook.SheetNames.slice(0, MAX_SHEETS).flatMap((name) => {
    const data = rowsOf(workbook, name);
    if (!data) return [];
    const sheet = workbook.Sheets[name] as XLSX.WorkSheet & { '!fullref'?: string };
    const rows = [...toRows(data, false)];
    const columns = Math.max(0, ...rows.map((row) => ('cells' in row ? row.cells.length : MAX_COLUMNS)));
    return [{ name, rows: lastRow(sheet['!fullref'] ?? sheet['!ref']), columns, head: rows }];
  });
}

function read(file: Workbook, options: XLSX.ParsingOptions): XLSX.WorkBook {
  const common = { dense: true, cellDates: true, UTC: true } as const;
  const lean = { cellFormula: false, cellHTML: false, cellText: false, cellStyles: false } as const;
  try {
    return XLSX.read(file, {
      type: typeof file === 'string' ? 'string' : 'buffer',
      ...common,
      ...lean,
      ...options,
    });
  } catch (error) {
    // The library's messages are for programmers, and some quote the file.
    const locked = error instanceof Error && /password|encrypt/i.test(error.message);
    throw new UnreadableFile(
      locked
        ? 'The file is protected with a password. Save it without one.'
        : 'The file is damaged or was cut off on its way. Open it in its program, save it again, and upload that.',
    );
  }
}

type Cells = (XLSX.CellObject | undefined)[];

/** Undefined for what is no sheet of cells, such as a chart. */
function rowsOf(workbook: XLSX.WorkBook, name: string): (Cells | undefined)[] | undefined {
  return (workbook.Sheets[name] as { '!data'?: (Cells | undefined)[] } | undefined)?.['!data'];
}

/** @param letGo forget each row once it was read, so that the texts need not fit beside the cells */
function* toRows(data: (Cells | undefined)[], letGo: boolean): Generator<SheetRow> {
  if (data.length > MAX_ROWS && letGo) {
    throw new UnreadableFile(`The sheet has ${data.length} rows; at most ${MAX_ROWS} are read. Split it.`);
  }
  for (let index = 0; index < data.length; index += 1) {
    const row = data[index];
    if (!row) continue;
    yield toRow(row, index + 1);
    if (letGo) data[index] = undefined;
  }
}

function toRow(row: Cells, line: number): SheetRow {
  if (row.length > MAX_COLUMNS && lastFilled(row) >= MAX_COLUMNS) {
    return { line, error: `The row has ${row.length} cells; at most ${MAX_COLUMNS} are read.` };
  }
  // Array.from, because rows have holes, which map would keep.
  return { line, cells: Array.from(row.slice(0, MAX_COLUMNS), cellText) };
}

/** By what is there: most of a row of 16,384 columns is not, and asking for each would take a minute for a file of a megabyte. */
function lastFilled(row: Cells): number {
  const places = Object.keys(row).map(Number);
  return places.findLast((place) => cellText(row[place]).trim() !== '') ?? -1;
}

function lastRow(range: string | undefined): number {
  return range === undefined ? 0 : XLSX.utils.decode_range(range).e.r + 1;
}

import { ImportMapping, type ImportField } from '@pebble/contract/import-mapping';
import type { Inspection, SheetHead, SheetRow } from '../../imports/reader-protocol.ts';
import { fieldOfHeading } from './heading-words.ts';
import { guessDateOrder } from './row-dates.ts';
import { cellsOf, columnNames, isAddress, sheetOf } from './sheet-columns.ts';

/** These can be several columns; the others one at most. */
export const JOINED: readonly ImportField[] = [
  'subject',
  'body',
  'to',
  'cc',
  'attachment_urls',
  'extra',
  'ignore',
];
const HEADING_ROWS = 10;
const MOSTLY = 0.6;

/** What the columns of a sheet most likely are: by their headings, and by what stands in them. */
export function guessMapping(inspection: Inspection, sheetName: string | null): ImportMapping {
  const sheet = sheetOf(inspection, sheetName);
  const headerRow = guessHeaderRow(sheet);
  const fields = guessFields(sheet, headerRow);
  const dates = fields.indexOf('received_at');
  return ImportMapping.parse({
    sheet: inspection.delimiter === null ? sheet.name : null,
    header_row: headerRow,
    delimiter: inspection.delimiter,
    encoding: inspection.encoding,
    columns: fields.map((field, column) => ({ column, field })),
    date_order: dates < 0 ? 'dmy' : guessDateOrder(samples(sheet, headerRow, dates)),
  });
}

/** What the columns are, below headings that a person has named. */
export function guessColumns(
  inspection: Inspection,
  { sheet, header_row }: Pick<ImportMapping, 'sheet' | 'header_row'>,
): ImportMapping['columns'] {
  return guessFields(sheetOf(inspection, sheet), header_row).map((field, column) => ({ column, field }));
}

/** The columns whose field was told by more than the lack of another use. */
export function recognisedColumns(sheet: SheetHead, headerRow: number): boolean[] {
  return guessFields(sheet, headerRow).map((field) => field !== 'extra');
}

/** The first row that is as wide as the table and holds words only; 0 when there is none. */
function guessHeaderRow(sheet: SheetHead): number {
  const filled = sheet.head.map((row) => cellsOf(row).filter((cell) => cell.trim() !== '').length);
  const wide = Math.max(1, Math.max(...filled) * MOSTLY);
  const at = sheet.head.slice(0, HEADING_ROWS).findIndex((_, index) => (filled[index] ?? 0) >= wide);
  const row = sheet.head[at];
  return row && looksLikeHeadings(row) ? at + 1 : 0;
}

function looksLikeHeadings(row: SheetRow): boolean {
  const cells = cellsOf(row)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  if (cells.some((cell) => fieldOfHeading(cell) !== null)) return !cells.some(isAddress);
  return cells.every((cell) => cell.length <= 60 && !isAddress(cell) && !/^[\d\s.,:/+-]+$/.test(cell));
}

function guessFields(sheet: SheetHead, headerRow: number): ImportField[] {
  const named = columnNames(sheet, headerRow).map((name, column) => ({
    column,
    hit: headerRow === 0 ? null : fieldOfHeading(name),
  }));
  const fields: ImportField[] = named.map(() => 'extra');
  const sure = named
    .flatMap(({ column, hit }) => (hit ? [{ column, ...hit }] : []))
    .sort((a, b) => a.rank - b.rank);
  const hasAddresses = (column: number) => mostlyAddresses(samples(sheet, headerRow, column));
  for (const { column, field } of sure) {
    // Outlook writes the name of the sender under "From", and the address under a heading of its own.
    if (
      field === 'from' &&
      !hasAddresses(column) &&
      fields.every((_, other) => other === column || !hasAddresses(other))
    ) {
      take(fields, column, 'from');
    } else if (field === 'from' && !hasAddresses(column)) take(fields, column, 'from_name');
    else take(fields, column, field);
  }
  if (!fields.includes('from')) {
    const column = fields.findIndex((field, at) => field === 'extra' && hasAddresses(at));
    if (column >= 0) fields[column] = 'from';
  }
  return fields;
}

/** The surest column comes first and has the field; a second one goes into the body, where nothing is lost. */
function take(fields: ImportField[], column: number, field: ImportField): void {
  if (JOINED.includes(field) ? true : !fields.includes(field)) fields[column] = field;
}

function samples(sheet: SheetHead, headerRow: number, column: number): string[] {
  return sheet.head.slice(headerRow).flatMap((row) => {
    const cell = cellsOf(row)[column]?.trim() ?? '';
    return cell === '' ? [] : [cell];
  });
}

function mostlyAddresses(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.filter(isAddress).length >= cells.length * MOSTLY;
}

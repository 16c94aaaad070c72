import type { Inspection, SheetHead, SheetRow } from '../../imports/reader-protocol.ts';
import { ApiProblem } from '../../http/problem.ts';

/**
 * The sheet of that name; the first one for null.
 *
 * @throws ApiProblem invalid_request when there is none
 */
export function sheetOf(inspection: Inspection, name: string | null): SheetHead {
  const isCsv = inspection.delimiter !== null;
  const sheet =
    name === null || isCsv ? inspection.sheets[0] : inspection.sheets.find((one) => one.name === name);
  if (sheet) return sheet;
  const message = 'is not a sheet of this file';
  throw new ApiProblem('invalid_request', {
    detail: `The sheet ${message}.`,
    errors: [{ path: 'body.sheet', message }],
  });
}

export function cellsOf(row: SheetRow | undefined): string[] {
  return row && 'cells' in row ? row.cells : [];
}

/**
 * What each column is called: its heading, or its letter. In CSV there are as many as headings; in a sheet there may be more
 * beside them.
 *
 * @param headerRow as in the mapping
 */
export function columnNames(sheet: SheetHead, headerRow: number): string[] {
  const headings = headerRow === 0 ? [] : cellsOf(sheet.head[headerRow - 1]);
  const isCsv = sheet.name === '';
  const width = isCsv && headings.length > 0 ? headings.length : Math.max(sheet.columns, headings.length);
  return Array.from(
    { length: width },
    (_, column) => oneLine(headings[column] ?? '') || columnLetter(column),
  );
}

/** `A` for 0, `AA` for 26. */
export function columnLetter(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnLetter(Math.floor(column / 26) - 1) + letter;
}

/** True for a text that is an address, alone or with a name. */
export function isAddress(text: string): boolean {
  return /^[^@\n]{0,200}[^\s<>@,;]@[^\s<>@,;]+\.[^\s<>@,;]+>?\s*$/.test(text.slice(0, 500));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 100);
}

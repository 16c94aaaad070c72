import * as XLSX from 'xlsx';
import type { ImportFormat } from '@pebble/contract/imports';

export type Cell = string | number | boolean | Date | null;

export const TYPES: Record<ImportFormat, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xls: 'application/vnd.ms-excel',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  mbox: 'application/mbox',
  eml: 'message/rfc822',
};

/**
 * A workbook as a spreadsheet program would save it.
 *
 * @param sheets rows by name of the sheet
 * @param sharedTexts false for a long .xls: the library's way of writing its table of texts takes hours and gigabytes
 */
export function workbookFile(
  format: 'xlsx' | 'xls' | 'ods',
  sheets: Record<string, Cell[][]>,
  sharedTexts = true,
): Buffer {
  const book = XLSX.utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows, { UTC: true }), name);
  }
  const bookType = format === 'xls' ? 'biff8' : format;
  return XLSX.write(book, { type: 'buffer', bookType, bookSST: sharedTexts, compression: true }) as Buffer;
}

export function csvFile(rows: readonly (readonly string[])[], delimiter = ','): Buffer {
  const quote = (cell: string) => (/["\r\n,;\t|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return Buffer.from(rows.map((row) => `${row.map(quote).join(delimiter)}\r\n`).join(''));
}

export const HEADINGS = ['Date', 'Name', 'Email', 'Subject', 'Message', 'City'];

/** So many different enquiries, with their headings. */
export function enquiries(count: number, from = 0): string[][] {
  const rows = Array.from({ length: count }, (_, index) => {
    const n = from + index;
    const day = String(1 + (n % 28)).padStart(2, '0');
    return [
      `2026-11-${day} 09:30`,
      `Buyer ${n}`,
      `buyer${n}@customer.example`,
      `Request for quotation ${n}: ball valves DN50`,
      `Dear Sir, please send us your best quotation and price for ${n + 10} ball valves DN50.`,
      n % 2 === 0 ? 'Pune' : 'Genève',
    ];
  });
  return [HEADINGS, ...rows];
}

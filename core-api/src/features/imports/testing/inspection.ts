import type { ImportMapping } from '@pebble/contract/import-mapping';
import { ImportMapping as Mapping } from '@pebble/contract/import-mapping';
import type { Inspection, SheetRow } from '../../../imports/reader-protocol.ts';

/** What the reader would say of a CSV, or of a workbook with these sheets. */
export function inspectionOf(
  rows: readonly (readonly string[])[] | Record<string, readonly (readonly string[])[]>,
): Inspection {
  const isCsv = Array.isArray(rows);
  const sheets = isCsv ? { '': rows as string[][] } : (rows as Record<string, string[][]>);
  return {
    sheets: Object.entries(sheets).map(([name, all]) => ({
      name,
      rows: all.length,
      columns: Math.max(0, ...all.map((row) => row.length)),
      head: all.map((cells, index): SheetRow => ({ line: index + 1, cells: [...cells] })),
    })),
    delimiter: isCsv ? ',' : null,
    encoding: isCsv ? 'utf-8' : null,
    mails: [],
    mail_count: 0,
  };
}

export function mappingOf(
  fields: readonly ImportMapping['columns'][number]['field'][],
  change: Partial<ImportMapping> = {},
): ImportMapping {
  return Mapping.parse({ columns: fields.map((field, column) => ({ column, field })), ...change });
}

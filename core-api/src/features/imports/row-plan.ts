import type { ImportField, ImportMapping } from '@pebble/contract/import-mapping';
import type { Inspection } from '../../imports/reader-protocol.ts';
import { columnNames, sheetOf } from './sheet-columns.ts';

/** A mapping with the headings of its sheet: everything that a row needs to become a mail. */
export interface RowPlan {
  /** Column numbers by field, from left to right. */
  columns: ReadonlyMap<ImportField, readonly number[]>;
  names: readonly string[];
  /** Whether a row that is wider than its headings is broken: in CSV that is a comma too much, in a sheet a note beside the table. */
  strictWidth: boolean;
  mapping: ImportMapping;
  /** Address of the mailbox that the import is for. */
  mailbox: string | null;
}

export function planRows(inspection: Inspection, mapping: ImportMapping, mailbox: string | null): RowPlan {
  const names = columnNames(sheetOf(inspection, mapping.sheet), mapping.header_row);
  const fields = new Map(mapping.columns.map(({ column, field }) => [column, field]));
  const columns = Map.groupBy(
    names.map((_, column) => column),
    (column): ImportField => fields.get(column) ?? 'extra',
  );
  return {
    columns,
    names,
    strictWidth: inspection.delimiter !== null && mapping.header_row > 0,
    mapping,
    mailbox,
  };
}

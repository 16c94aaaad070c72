import type { ImportField, ImportMapping } from '@pebble/contract/import-mapping';

/** These may be several columns, which are joined. */
const JOINED: readonly ImportField[] = [
  ...(['subject', 'body', 'to', 'cc', 'attachment_urls', 'extra', 'ignore'] as const),
];

/** The mapping with another use of a column. Where only one column can have that use, the one that had it gives it up. */
export function withField(mapping: ImportMapping, column: number, field: ImportField): ImportMapping {
  const columns = mapping.columns.map((one) => {
    if (one.column === column) return { column, field };
    return one.field === field && !JOINED.includes(field) ? { ...one, field: 'extra' as const } : one;
  });
  return { ...mapping, columns };
}

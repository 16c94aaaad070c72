import type { ImportRow, RowResult } from '@pebble/contract/imports';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { findRows } from './list-rows.ts';

const COLUMNS = [
  'row',
  'line',
  'result',
  'reason',
  'tracking_id',
  'mail_state',
  'card_id',
  'board',
  'column',
] as const;
const PAGE = 2_000;

/** The report as CSV, with a byte order mark, without which Excel takes UTF-8 for something else. */
export async function* rowsAsCsv(
  db: Database,
  scope: Scope,
  importId: string,
  result: RowResult | undefined,
): AsyncGenerator<string> {
  yield `\uFEFF${COLUMNS.join(',')}\r\n`;
  for (let after = 0; ;) {
    const rows = await db.withTenant(scope, (tx) => findRows(tx, { importId, after, limit: PAGE, result }));
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(csvLine).join('');
    after = last.row;
  }
}

function csvLine(row: ImportRow): string {
  return `${COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`;
}

/**
 * A cell that no spreadsheet program takes for a formula: reasons can hold words of the file, and `=HYPERLINK(…)` in a heading
 * must stay words.
 */
export function csvCell(value: string | number | null): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const harmless = /^[=+\-@\t\r\n|]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

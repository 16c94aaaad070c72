import type { ImportRow, RowResult } from '@pebble/contract/imports';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';

interface RowQuery {
  importId: string;
  /** Rows after this number. */
  after: number;
  limit: number;
  result?: RowResult | undefined;
}

/** Rows with their results, in the order of the file. What became of their mails is shown as far as the caller may see those. */
export async function findRows(
  tx: TenantTx,
  { importId, after, limit, result }: RowQuery,
): Promise<ImportRow[]> {
  const { rows } = await tx.sql.raw<{ rows: ImportRow[] }>(
    `SELECT r.row_number AS row, r.line, r.result, r.reason, r.tracking_id, m.state AS mail_state,
            coalesce(m.card_id, f.card_id) AS card_id, r.board, r.board_column AS column
     FROM (
       SELECT * FROM import_rows
       WHERE import_id = ? AND row_number > ? AND (?::text IS NULL OR result = ?)
       ORDER BY row_number LIMIT ?
     ) r
     LEFT JOIN inbound_emails m ON m.tenant_id = r.tenant_id AND m.id = r.tracking_id
     LEFT JOIN inbound_emails f ON f.tenant_id = m.tenant_id AND f.id = m.duplicate_of
     ORDER BY r.row_number`,
    [importId, after, result ?? null, result ?? null, limit],
  );
  return rows;
}

/** One page, and where the next one begins. @throws ApiProblem invalid_request for a cursor of another list */
export async function pageOfRows(
  tx: TenantTx,
  { cursor, ...query }: Omit<RowQuery, 'after'> & { cursor?: string | undefined },
): Promise<{ items: ImportRow[]; next_cursor: string | null }> {
  const rows = await findRows(tx, { ...query, after: positionOf(cursor), limit: query.limit + 1 });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > query.limit && last ? `row-${last.row}` : null };
}

function positionOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const number = /^row-(\d{1,9})$/.exec(cursor)?.[1];
  if (number !== undefined) return Number(number);
  const message = 'is not a cursor of this list; start without one';
  throw new ApiProblem('invalid_request', { detail: message, errors: [{ path: 'query.cursor', message }] });
}

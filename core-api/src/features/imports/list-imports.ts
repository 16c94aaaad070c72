import type { Import, ImportState } from '@pebble/contract/imports';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import { importRecords, toImport } from './import-record.ts';

/** Newest first. */
export async function findImports(
  tx: TenantTx,
  query: { cursor?: string | undefined; limit: number; state?: ImportState | undefined },
): Promise<{ items: Import[]; next_cursor: string | null }> {
  const wanted = importRecords(tx)
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(query.limit + 1);
  if (query.state) void wanted.where('i.state', query.state);
  if (query.cursor !== undefined) {
    void wanted.whereRaw('(i.created_at, i.id) < (?::timestamptz, ?::uuid)', decodeCursor(query.cursor));
  }
  const { rows, next_cursor } = toPage(await wanted, query.limit, (row) => [row.created_at_text, row.id]);
  return { items: rows.map(toImport), next_cursor };
}

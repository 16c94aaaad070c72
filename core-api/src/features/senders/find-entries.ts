import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import { containing } from './containing.ts';
import type { EntryRow, SenderList } from './sender-lists.ts';

type Found = EntryRow & { list: SenderList['table'] };

/** Entries of the given lists together, newest first; `q` is a part of their pattern or note. */
export async function findEntries(
  tx: TenantTx,
  lists: readonly SenderList[],
  query: { q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ rows: Found[]; next_cursor: string | null }> {
  const of = ({ table }: SenderList) =>
    tx.sql(table).select('id', 'pattern', 'note', 'created_at', tx.sql.raw('? AS list', [table]));
  const [first, ...others] = lists.map(of);
  if (!first) return { rows: [], next_cursor: null };
  const found = tx
    .sql(first.unionAll(others).as('e'))
    .orderByRaw('created_at DESC, id DESC')
    .limit(query.limit + 1)
    .select<(Found & { sort_key: string })[]>('e.*', tx.sql.raw('created_at::text AS sort_key'));
  if (query.q) {
    const part = containing(query.q);
    void found.whereRaw('(pattern ILIKE ? OR note ILIKE ?)', [part, part]);
  }
  if (query.cursor !== undefined) {
    void found.whereRaw('(created_at, id) < (?::timestamptz, ?::uuid)', decodeCursor(query.cursor));
  }
  return toPage(await found, query.limit, (row) => [row.sort_key, row.id]);
}

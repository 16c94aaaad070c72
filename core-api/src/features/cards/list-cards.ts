import type { listCards } from '@pebble/contract/cards';
import type { Query, ReplyInput } from '@pebble/contract/endpoint';
import { validate as isUuid } from 'uuid';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import { selectCards, toCard } from './card-rows.ts';
import { searchWords } from './search-words.ts';

/** Cards in scope that fit the filters, newest mail first. */
export async function findCards(
  tx: TenantTx,
  query: Query<typeof listCards>,
): Promise<ReplyInput<typeof listCards>> {
  const found = selectCards(tx)
    .whereNull('k.merged_into')
    .orderBy([
      { column: 'k.last_mail_at', order: 'desc' },
      { column: 'k.id', order: 'desc' },
    ])
    .limit(query.limit + 1);
  if (query.board !== undefined) void found.where(isUuid(query.board) ? 'b.id' : 'b.key', query.board);
  if (query.stream !== undefined) void found.where('k.stream', query.stream);
  if (query.column !== undefined) void found.where('c.key', query.column);
  if (query.entity_id !== undefined) void found.where('k.entity_id', query.entity_id);
  const words = prefixQuery(query.text ?? '');
  if (words !== '') void found.whereRaw(`k.words @@ to_tsquery('simple', ?)`, [words]);
  if (query.cursor !== undefined) {
    void found.whereRaw('(k.last_mail_at, k.id) < (?::timestamptz, ?::uuid)', decodeCursor(query.cursor));
  }
  const page = toPage(await found, query.limit, (row) => [row.sort_key, row.id]);
  return { items: page.rows.map(toCard), next_cursor: page.next_cursor };
}

/**
 * Every word must occur, the beginning of it is enough: `valv kol` → `valv:* & kol:*`. Only letters and digits reach
 * to_tsquery, so its operators cannot be written into a search box.
 */
function prefixQuery(text: string): string {
  return searchWords(text)
    .map((word) => `${word}:*`)
    .join(' & ');
}

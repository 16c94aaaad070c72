import type { Query, ReplyInput } from '@pebble/contract/endpoint';
import type { countSyncErrors, listSyncErrors } from '@pebble/contract/dead-letters';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import { deadLetterRows, fitting, showDeadLetter } from './rows.ts';

/** Dead letters that fit, those that died last first. */
export async function listDeadLetters(
  tx: TenantTx,
  { cursor, limit, ...filter }: Query<typeof listSyncErrors>,
): Promise<ReplyInput<typeof listSyncErrors>> {
  const found = await deadLetterRows(tx, (rows) => {
    const chosen = fitting(rows, filter)
      .orderByRaw('s.last_died_at DESC, s.id DESC')
      .limit(limit + 1);
    if (cursor === undefined) return chosen;
    return chosen.whereRaw('(s.last_died_at, s.id) < (?::timestamptz, ?::uuid)', decodeCursor(cursor));
  });
  const page = toPage(found, limit, (row) => [row.sort_key, row.id]);
  return { items: page.rows.map(showDeadLetter), next_cursor: page.next_cursor };
}

export async function countDeadLetters(tx: TenantTx): Promise<ReplyInput<typeof countSyncErrors>> {
  const { rows } = await tx.sql.raw<{ rows: Counts[] }>(
    `SELECT count(*) FILTER (WHERE status = 'open') AS open, count(*) FILTER (WHERE status = 'redriven') AS redriven,
            count(*) FILTER (WHERE status = 'resolved') AS resolved, count(*) FILTER (WHERE status = 'discarded') AS discarded,
            count(DISTINCT fingerprint) FILTER (WHERE status = 'open') AS causes,
            min(created_at) FILTER (WHERE status = 'open') AS oldest
     FROM sync_errors`,
  );
  const [counts] = rows;
  if (!counts) throw new Error('a count gave no row');
  const { oldest, ...rest } = counts;
  return { ...rest, oldest_open_at: oldest?.toISOString() ?? null };
}

type Counts = Omit<ReplyInput<typeof countSyncErrors>, 'oldest_open_at'> & { oldest: Date | null };

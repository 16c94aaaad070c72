import { listSyncErrors } from '@pebble/contract/operations';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import { inTenant, type Route } from '../../http/route.ts';

interface Row {
  id: string;
  inbound_id: string;
  entity_id: string;
  error_class: string;
  message: string;
  traceback: string;
  attempts: number;
  created_at: Date;
  sort_key: string;
}

export function syncErrorRoutes(): Route[] {
  return [
    inTenant(listSyncErrors, async (tx, call) => {
      const { cursor, limit } = call.query;
      const found = tx
        .sql('sync_errors')
        .orderByRaw('created_at DESC, id DESC')
        .limit(limit + 1)
        .select<Row[]>(
          ...[
            'id',
            'inbound_id',
            'entity_id',
            'error_class',
            'message',
            'traceback',
            'attempts',
            'created_at',
          ],
          tx.sql.raw('created_at::text AS sort_key'),
        );
      if (cursor !== undefined) {
        void found.whereRaw('(created_at, id) < (?::timestamptz, ?::uuid)', decodeCursor(cursor));
      }
      const page = toPage(await found, limit, (row) => [row.sort_key, row.id]);
      const items = page.rows.map((row) => ({
        ...row,
        tracking_id: row.inbound_id,
        created_at: row.created_at.toISOString(),
      }));
      return { items, next_cursor: page.next_cursor };
    }),
  ];
}

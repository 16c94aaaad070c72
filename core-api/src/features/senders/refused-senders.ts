import type { RefusedSender } from '@pebble/contract/sender-checks';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import { containing } from './containing.ts';

export interface Refusal {
  sender: string;
  pattern: string;
  scope: 'tenant' | 'global';
}

/** No address that mail is sent to is longer; a header may hold a megabyte. */
const MAX_SENDER = 320;

/** Counts mails that an entry refused. */
export async function countRefusals(tx: TenantTx, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return;
  const counted = new Map<string, Refusal & { mails: number }>();
  for (const { sender, pattern, scope } of refusals) {
    const one = { sender: sender.slice(0, MAX_SENDER), pattern, scope };
    const key = JSON.stringify(one);
    counted.set(key, { ...one, mails: (counted.get(key)?.mails ?? 0) + 1 });
  }
  // In one order everywhere: two transactions that wait for each other's rows would deadlock.
  const rows = [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  await tx
    .sql('refused_senders')
    .insert(rows.map((row) => ({ id: newId(), tenant_id: tx.scope.tenantId, ...row })))
    .onConflict(['tenant_id', 'day', 'sender', 'pattern', 'scope'])
    .merge({ mails: tx.sql.raw('refused_senders.mails + excluded.mails'), last_at: tx.sql.fn.now() });
}

type Row = Omit<RefusedSender, 'first_at' | 'last_at'> & { first_at: Date; last_at: Date; sort_key: string };

/** Refused senders, the latest first. */
export async function findRefused(
  tx: TenantTx,
  query: { q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: RefusedSender[]; next_cursor: string | null }> {
  const found = tx
    .sql('refused_senders')
    .orderByRaw('last_at DESC, id DESC')
    .limit(query.limit + 1)
    .select<Row[]>(
      'id',
      'sender',
      'pattern',
      'scope',
      'mails',
      'first_at',
      'last_at',
      tx.sql.raw('last_at::text AS sort_key'),
    );
  if (query.q) {
    const part = containing(query.q);
    void found.whereRaw('(sender ILIKE ? OR pattern ILIKE ?)', [part, part]);
  }
  if (query.cursor !== undefined) {
    void found.whereRaw('(last_at, id) < (?::timestamptz, ?::uuid)', decodeCursor(query.cursor));
  }
  const { rows, next_cursor } = toPage(await found, query.limit, (row) => [row.sort_key, row.id]);
  const items = rows.map(({ sort_key: _, ...row }) => ({
    ...row,
    first_at: row.first_at.toISOString(),
    last_at: row.last_at.toISOString(),
  }));
  return { items, next_cursor };
}

import type { MailLoop } from '@pebble/contract/noise';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, toPage } from '../../http/cursor.ts';
import { readRules } from './noise-policy.ts';

/** A mail that the loop guard holds back. */
export interface LoopedMail {
  loopKey: string;
  fromAddress: string;
  subject: string;
  receivedAt: Date;
}

/**
 * Counts a mail that was held back. The row is locked by mails of one loop only, and only while the loop goes on.
 *
 * @returns the loop's id; `first` since the loop last cooled down is the moment to tell people
 */
export async function countLooped(
  tx: TenantTx,
  mail: LoopedMail,
  windowMinutes: number,
): Promise<{ id: string; first: boolean }> {
  // Mails are worked on in any order, so the latest counts and not the last. `ignored` starts at 1 again after a pause.
  const { rows } = await tx.sql.raw<{ rows: { id: string; ignored: number }[] }>(
    `INSERT INTO mail_loops AS l (id, tenant_id, loop_key, from_address, subject, since, last_at, ignored)
     VALUES (:id, :tenantId, :loopKey, :fromAddress, :subject, :receivedAt, :receivedAt, 1)
     ON CONFLICT (tenant_id, loop_key) DO UPDATE SET
       ignored = CASE WHEN l.last_at < excluded.last_at - make_interval(mins => :windowMinutes) THEN 1 ELSE l.ignored + 1 END,
       since = CASE WHEN l.last_at < excluded.last_at - make_interval(mins => :windowMinutes) THEN excluded.since
                    ELSE least(l.since, excluded.since) END,
       subject = excluded.subject,
       last_at = greatest(l.last_at, excluded.last_at)
     RETURNING id, ignored`,
    { id: newId(), tenantId: tx.scope.tenantId, ...mail, windowMinutes },
  );
  const [loop] = rows;
  if (!loop) throw new Error('a loop was neither found nor made');
  return { id: loop.id, first: loop.ignored === 1 };
}

type Row = Omit<MailLoop, 'since' | 'last_at'> & { since: Date; last_at: Date; sort_key: string };

/** Loops that were stopped, the latest first. */
export async function findLoops(
  tx: TenantTx,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: MailLoop[]; next_cursor: string | null }> {
  const { loopGuard } = await readRules(tx);
  const found = tx
    .sql('mail_loops')
    .orderByRaw('last_at DESC, id DESC')
    .limit(query.limit + 1)
    .select<Row[]>(
      ...['id', 'from_address', 'subject', 'since', 'last_at', 'ignored'],
      tx.sql.raw('last_at >= now() - make_interval(mins => ?) AS active', [loopGuard.window_minutes]),
      tx.sql.raw('last_at::text AS sort_key'),
    );
  if (query.cursor !== undefined) {
    void found.whereRaw('(last_at, id) < (?::timestamptz, ?::uuid)', decodeCursor(query.cursor));
  }
  const { rows, next_cursor } = toPage(await found, query.limit, (row) => [row.sort_key, row.id]);
  const items = rows.map(({ sort_key: _, ...row }) => ({
    ...row,
    since: row.since.toISOString(),
    last_at: row.last_at.toISOString(),
  }));
  return { items, next_cursor };
}

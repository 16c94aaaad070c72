import type { MailRef } from '@pebble/kit/mail-source';
import type { TenantTx } from '../../db/with-tenant.ts';

/** The longest window that anybody may ask for, see POST /api/v1/mail-feeds/{feed_id}/check/. */
const LONGEST_DAYS = 31;

/**
 * Has the receipts of windows looked at again in which mails were received that became known only now: moved into the folder, or
 * given to us late. What was signed stays, and another receipt tells of them. Receipts of a folder that the feed has left are left alone.
 *
 * @param settledBefore milliseconds since 1970; no window that ends later has a receipt of its own accord
 */
export async function lookAgain(
  tx: TenantTx,
  feedId: string,
  mails: readonly Pick<MailRef, 'received_at'>[],
  { now, settledBefore }: { now: number; settledBefore: number },
): Promise<void> {
  const old = mails.map((mail) => Date.parse(mail.received_at)).filter((at) => at < settledBefore);
  if (old.length === 0) return;
  const instants = old.map((at) => new Date(at));
  await tx.sql.raw(
    `UPDATE ingestion_receipts r SET look_again_at = ? FROM mail_feeds f
     WHERE r.feed_id = ? AND f.tenant_id = r.tenant_id AND f.id = r.feed_id AND f.folder = r.body::jsonb ->> 'folder' AND r.is_latest AND r.from_at <= ? AND r.from_at >= ?::timestamptz - make_interval(days => ?)
       AND EXISTS (SELECT FROM unnest(?::timestamptz[]) AS t (at) WHERE t.at >= r.from_at AND t.at < r.to_at)`,
    [
      ...[new Date(now), feedId, new Date(Math.max(...old)), new Date(Math.min(...old)), LONGEST_DAYS],
      instants,
    ] as never,
  );
}

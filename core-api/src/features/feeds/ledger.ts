import type { DoorMode } from '@pebble/contract/door-values';
import type { MailRef } from '@pebble/kit/mail-source';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';

export type ItemState = 'waiting' | 'taken' | 'refused' | 'gone' | 'given_up' | 'rehearsed';
export type Via = 'poll' | 'check' | 'backfill';

/** A mail that a feed knows of. */
export interface LedgerItem {
  external_id: string;
  received_at: Date;
  internet_message_id: string | null;
  /** The mail's name from the start, so that handing it over twice is noticed by the key of accepted mail. */
  tracking_id: string;
  state: ItemState;
  via: Via;
  backfill_id: string | null;
  reason: string | null;
  tries: number;
  known_at: Date;
}

export interface LedgerOf {
  id: string;
  mode: DoorMode;
}

/** A vendor's id may be anything, but not a mail of its own. */
const MAX_ID = 1_000;

/**
 * Writes down that mails are there, each once, and returns how many were new. What only waits for a backfill belongs to the feed
 * itself as soon as the feed sees it too, so that nobody cancels it with the backfill. One that had gone or was given up, and that
 * is there after all, is fetched anew.
 */
export async function noteMails(
  tx: TenantTx,
  feed: LedgerOf,
  mails: readonly MailRef[],
  origin: { via: Via; backfillId?: string },
): Promise<number> {
  if (mails.length === 0) return 0;
  const { via, backfillId = null } = origin;
  const rows = distinct(mails).map((mail) => ({
    external_id: mail.id,
    received_at: mail.received_at,
    internet_message_id: mail.internet_message_id?.slice(0, MAX_ID) ?? null,
    tracking_id: newId(),
  }));
  const { rows: written } = await tx.sql.raw<{ rows: { is_new: boolean }[] }>(
    `INSERT INTO feed_items AS i (tenant_id, feed_id, mode, via, backfill_id, external_id, received_at, internet_message_id, tracking_id)
     SELECT ?, ?, ?, ?, ?::uuid, m.* FROM json_to_recordset(?::json) AS m (
       external_id text, received_at timestamptz, internet_message_id text, tracking_id uuid)
     ORDER BY m.external_id
     ON CONFLICT (tenant_id, feed_id, mode, external_id) DO UPDATE
     SET via = excluded.via, backfill_id = excluded.backfill_id, state = 'waiting', settled_at = NULL,
         tries = CASE i.state WHEN 'waiting' THEN i.tries ELSE 0 END, reason = CASE i.state WHEN 'waiting' THEN i.reason END,
         next_at = CASE i.state WHEN 'waiting' THEN i.next_at ELSE 'epoch' END
     WHERE excluded.via <> 'backfill' AND i.via = 'backfill' AND i.state = 'waiting' OR i.state IN ('gone', 'given_up')
     RETURNING (xmax = 0) AS is_new`,
    [tx.scope.tenantId, feed.id, feed.mode, via, backfillId, JSON.stringify(rows)] as never,
  );
  return written.filter((row) => row.is_new).length;
}

/** The mails that are to be fetched now: those of the feed itself first, then those of backfills. */
export function dueMails(tx: TenantTx, feed: LedgerOf, most: number, now: Date): Promise<LedgerItem[]> {
  return tx
    .sql<LedgerItem>('feed_items')
    .where({ feed_id: feed.id, mode: feed.mode, state: 'waiting' } as never)
    .where('next_at', '<=', now)
    .orderByRaw(`via = 'backfill', next_at, external_id`)
    .limit(most)
    .select('*');
}

/** The instant at which the next mail that was put aside is due; null when none waits. */
export async function nextDue(tx: TenantTx, feed: LedgerOf): Promise<Date | null> {
  const row = await tx
    .sql('feed_items')
    .where({ feed_id: feed.id, mode: feed.mode, state: 'waiting' })
    .min<{ next: Date | null }>('next_at as next')
    .first();
  return row?.next ?? null;
}

/** Which of these mails were accepted before the process that did it could write it down. */
export async function acceptedAlready(tx: TenantTx, trackingIds: readonly string[]): Promise<Set<string>> {
  const found = await tx
    .sql<{ id: string }>('inbound_emails')
    .whereIn('id', [...trackingIds])
    .pluck('id');
  return new Set(found as string[]);
}

export interface Settlement {
  external_id: string;
  state: Exclude<ItemState, 'waiting'>;
  reason: string | null;
}

/** Writes down what became of mails. What is settled stays as it is. */
export async function settleMails(
  tx: TenantTx,
  feed: LedgerOf,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  await tx.sql.raw(
    `UPDATE feed_items i SET state = s.state, reason = s.reason, settled_at = now(), next_at = NULL
     FROM json_to_recordset(?::json) AS s (external_id text, state text, reason text)
     WHERE i.feed_id = ? AND i.mode = ? AND i.external_id = s.external_id AND i.state = 'waiting'`,
    [JSON.stringify(settlements), feed.id, feed.mode],
  );
}

export interface Postponement {
  external_id: string;
  tries: number;
  next_at: Date;
  reason: string;
}

export async function putAside(
  tx: TenantTx,
  feed: LedgerOf,
  postponed: readonly Postponement[],
): Promise<void> {
  if (postponed.length === 0) return;
  await tx.sql.raw(
    `UPDATE feed_items i SET tries = p.tries, next_at = p.next_at, reason = p.reason
     FROM json_to_recordset(?::json) AS p (external_id text, tries integer, next_at timestamptz, reason text)
     WHERE i.feed_id = ? AND i.mode = ? AND i.external_id = p.external_id AND i.state = 'waiting'`,
    [JSON.stringify(postponed), feed.id, feed.mode],
  );
}

/** A page may name a mail twice, and one statement must not touch a row twice. */
function distinct(mails: readonly MailRef[]): MailRef[] {
  return [...new Map(mails.map((mail) => [mail.id, mail])).values()];
}

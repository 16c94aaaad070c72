import type { Query, ReplyInput } from '@pebble/contract/endpoint';
import type { listMails } from '@pebble/contract/mails';
import type { Knex } from 'knex';
import type { TenantTx } from '../../db/with-tenant.ts';
import { decodeCursor, encodeCursor, toPage } from '../../http/cursor.ts';
import { containing, endingIn } from '../senders/containing.ts';
import { LIVE_CARDS, RECEIVED_COLUMNS, showReceived, type ReceivedRow } from './received-mail.ts';

/** Mails that one call looks through. Some 50 ms; without it, a word that nobody wrote would cost a walk through everything. */
export const SCAN = 20_000;

type Found = ReceivedRow & { sort_key: string };

/** Received mail that fits, newest first. Looks through `scan` mails at most and says so when that was not all. */
export async function findMails(
  tx: TenantTx,
  query: Query<typeof listMails>,
  scan = SCAN,
): Promise<ReplyInput<typeof listMails>> {
  const range = tx.sql('inbound_emails').modify(inRange, query);
  const scanned = range
    .clone()
    .orderByRaw('received_at DESC, id DESC')
    .limit(scan)
    .select(...RECEIVED_COLUMNS, tx.sql.raw('received_at::text AS sort_key'));
  const found = await tx
    .sql(scanned.as('m'))
    .modify(fitting, query)
    .orderByRaw('received_at DESC, id DESC')
    .limit(query.limit + 1)
    .select<Found[]>('m.*', tx.sql.raw(LIVE_CARDS));
  const { rows, next_cursor } = toPage(found, query.limit, (row) => [row.sort_key, row.id]);
  const items = rows.map(({ sort_key: _, ...row }) => showReceived(row));
  if (next_cursor !== null) return { items, next_cursor, searched_back_to: null };
  const end = await endOfScan(tx, range, scan);
  return {
    items,
    next_cursor: end && encodeCursor([end.sort_key, end.id]),
    searched_back_to: end?.received_at.toISOString() ?? null,
  };
}

/** What an index finds: the part of the list that is looked through. */
function inRange(mails: Knex.QueryBuilder, query: Query<typeof listMails>): void {
  // Only ignored mail has a kind, and ignored mail has an index of its own.
  const state = query.noise_kind === undefined ? query.state : 'ignored';
  if (state === 'ignored') void mails.where('state', state);
  if (query.from !== undefined) void mails.where('received_at', '>=', query.from);
  if (query.to !== undefined) void mails.where('received_at', '<', query.to);
  if (query.cursor !== undefined) {
    void mails.whereRaw('(received_at, id) < (?::timestamptz, ?::uuid)', decodeCursor(query.cursor));
  }
}

/** What is decided mail by mail. */
function fitting(mails: Knex.QueryBuilder, query: Query<typeof listMails>): void {
  const { state, noise_kind, sender, mailbox, entity_id } = query;
  if (state !== undefined) void mails.where('state', state);
  if (noise_kind !== undefined) void mails.where('noise_kind', noise_kind);
  if (mailbox !== undefined) void mails.where('mailbox', mailbox);
  if (entity_id !== undefined) void mails.where('entity_id', entity_id);
  if (sender?.includes('@')) void mails.where('from_address', sender);
  else if (sender !== undefined) {
    const ends = [endingIn(`@${sender}`), endingIn(`.${sender}`)];
    void mails.whereRaw('from_address LIKE ANY (?)', [ends]);
  }
  for (const word of (query.q ?? '').split(/\s+/).filter(Boolean)) {
    const part = containing(word);
    void mails.whereRaw('(subject ILIKE ? OR from_name ILIKE ? OR from_address ILIKE ?)', [part, part, part]);
  }
}

/** The last mail that was looked through, or null when there are no more behind it. */
async function endOfScan(
  tx: TenantTx,
  range: Knex.QueryBuilder,
  scan: number,
): Promise<{ id: string; sort_key: string; received_at: Date } | null> {
  const [last, beyond] = (await range
    .clone()
    .orderByRaw('received_at DESC, id DESC')
    .offset(scan - 1)
    .limit(2)
    .select('id', 'received_at', tx.sql.raw('received_at::text AS sort_key'))) as {
    id: string;
    sort_key: string;
    received_at: Date;
  }[];
  return last && beyond ? last : null;
}

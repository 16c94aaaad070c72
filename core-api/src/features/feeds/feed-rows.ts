import type { DoorMode } from '@pebble/contract/door-values';
import type { MailFeed } from '@pebble/contract/mail-feeds';
import type { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { showCounts } from '../sources/source-rows.ts';
import { showPush, type PushColumns, type PushOffer } from './show-push.ts';

/** The settings of a feed as the table has them; the rest of the row is how it is doing. */
export interface FeedSettings {
  name: string;
  connection_id: string;
  mailbox: string;
  remote_mailbox: string;
  folder: string;
  mode: DoorMode;
  enabled: boolean;
  push: boolean;
  start_from: string;
}

export interface FeedRow extends FeedSettings {
  id: string;
  /** What `now` means as the start. */
  start_said_at: Date;
  revision: number;
  last_error: string | null;
  last_poll_at: Date | null;
  received: number;
  accepted: number;
  refused: number;
  last_at: Date | null;
  proved_until: Date | null;
  heartbeat_at: Date | null;
  created_at: Date;
}

interface ShownRow extends FeedRow, PushColumns {
  connection: string;
  connector: string;
  at_work: boolean;
  waiting: number;
  put_aside: number;
  oldest_at: Date | null;
}

/** A reader that has not said anything for so long is not taken for alive. */
const SILENT_AFTER_S = 180;

/** @throws ApiProblem not_found */
export async function findFeed(tx: TenantTx, id: string): Promise<FeedRow> {
  const row = await tx.sql<FeedRow>('mail_feeds').where({ id }).first();
  if (!row) throw new ApiProblem('not_found');
  return row;
}

/** The same, locked, so that two changes of it take turns. @throws ApiProblem not_found */
export async function lockFeed(tx: TenantTx, id: string): Promise<FeedRow> {
  const row = await tx.sql<FeedRow>('mail_feeds').where({ id }).forUpdate().first();
  if (!row) throw new ApiProblem('not_found');
  return row;
}

/** From when on mail is the feed's business. */
export function sinceOf({ start_from, start_said_at }: Pick<FeedRow, 'start_from' | 'start_said_at'>): Date {
  // Systems know whole seconds only.
  if (start_from === 'now') return new Date(Math.floor(start_said_at.getTime() / 1000) * 1000);
  return new Date(start_from);
}

const COLUMNS = `f.*, c.name AS connection, c.connector,
  coalesce(f.lease_until > now() AND f.heartbeat_at > now() - make_interval(secs => ?), false) AS at_work,
  w.waiting::int AS waiting, w.put_aside::int AS put_aside, w.oldest_at,
  p.registered, p.failure AS push_failure, p.expires_at AS push_expires_at, p.last_call_at AS push_last_call_at`;

/** All feeds by name, or the one that is asked for, and how each is doing. */
export async function showFeeds(
  tx: TenantTx,
  offer: PushOffer,
  id?: string,
): Promise<z.input<typeof MailFeed>[]> {
  const { rows } = await tx.sql.raw<{ rows: ShownRow[] }>(
    `SELECT ${COLUMNS} FROM mail_feeds f
     JOIN connections c ON c.tenant_id = f.tenant_id AND c.id = f.connection_id
     LEFT JOIN feed_pushes p ON p.tenant_id = f.tenant_id AND p.feed_id = f.id
     CROSS JOIN LATERAL (
       SELECT count(*) AS waiting, count(*) FILTER (WHERE i.tries > 0) AS put_aside, min(i.known_at) AS oldest_at
       FROM feed_items i
       WHERE i.tenant_id = f.tenant_id AND i.feed_id = f.id AND i.mode = f.mode AND i.state = 'waiting'
     ) w
     WHERE ?::uuid IS NULL OR f.id = ?::uuid ORDER BY f.name`,
    [SILENT_AFTER_S, id ?? null, id ?? null] as never,
  );
  return rows.map((row) => show(row, offer));
}

/** @throws ApiProblem not_found */
export async function showFeed(
  tx: TenantTx,
  offer: PushOffer,
  id: string,
): Promise<z.input<typeof MailFeed>> {
  const [shown] = await showFeeds(tx, offer, id);
  if (!shown) throw new ApiProblem('not_found');
  return shown;
}

function show(row: ShownRow, offer: PushOffer): z.input<typeof MailFeed> {
  const { waiting, put_aside, oldest_at } = row;
  return {
    ...row,
    start_from: row.start_from as z.input<typeof MailFeed>['start_from'],
    state: stateOf(row),
    last_error: row.enabled ? row.last_error : null,
    last_poll_at: row.last_poll_at?.toISOString() ?? null,
    push_state: showPush(row, offer),
    counts: showCounts(row),
    backlog: { waiting, put_aside, oldest_at: oldest_at?.toISOString() ?? null },
    proved_until: row.proved_until?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}

function stateOf(row: ShownRow): MailFeed['state'] {
  if (!row.enabled) return 'off';
  if (row.last_error !== null) return 'failing';
  return row.at_work ? 'reading' : 'waiting';
}

import type { DoorMode } from '@pebble/contract/door-values';
import type { FeedBackfill } from '@pebble/contract/feed-backfills';
import type { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';

export interface BackfillRow {
  id: string;
  feed_id: string;
  mode: DoorMode;
  from_at: Date;
  to_at: Date;
  preview: boolean;
  state: 'listing' | 'working' | 'done' | 'cancelled';
  last_error: string | null;
  retry_at: Date | null;
  page: string | null;
  found: number;
  known: number;
  here_already: number;
  sample_ids: string[];
  sample: Record<string, number>;
  created_at: Date;
  ended_at: Date | null;
}

type Progress = NonNullable<FeedBackfill['progress']>;
type ShownRow = BackfillRow & { progress: Partial<Record<keyof Progress | 'rehearsed', number>> | null };

const NEWEST = 50;

/** The newest backfills of a feed, or the one that is asked for. */
export async function showBackfills(
  tx: TenantTx,
  feedId: string,
  id?: string,
): Promise<z.input<typeof FeedBackfill>[]> {
  const { rows } = await tx.sql.raw<{ rows: ShownRow[] }>(
    `SELECT b.*, (SELECT jsonb_object_agg(s.state, s.count) FROM (
         SELECT i.state, count(*)::int AS count FROM feed_items i
         WHERE i.tenant_id = b.tenant_id AND i.backfill_id = b.id GROUP BY i.state) s) AS progress
     FROM feed_backfills b WHERE b.feed_id = ? AND (?::uuid IS NULL OR b.id = ?::uuid)
     ORDER BY b.created_at DESC, b.id DESC LIMIT ?`,
    [feedId, id ?? null, id ?? null, NEWEST] as never,
  );
  return rows.map(show);
}

function show(row: ShownRow): z.input<typeof FeedBackfill> {
  const { id, feed_id, preview, state, last_error, found, known, here_already } = row;
  return {
    ...{ id, feed_id, preview, state, last_error, found, known, here_already },
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
    new: found - known - here_already,
    sample: preview ? sampleOf(row.sample) : null,
    progress: preview ? null : progressOf(row.progress ?? {}),
    created_at: row.created_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
  };
}

function sampleOf(outcomes: Record<string, number>) {
  return { rehearsed: Object.values(outcomes).reduce((sum, count) => sum + count, 0), outcomes };
}

/** In shadow mode mails are rehearsed in place of being taken. */
function progressOf(counts: NonNullable<ShownRow['progress']>): Progress {
  const { waiting = 0, taken = 0, rehearsed = 0, refused = 0, gone = 0, given_up = 0 } = counts;
  return { waiting, taken: taken + rehearsed, refused, gone, given_up };
}

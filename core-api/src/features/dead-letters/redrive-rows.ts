import type { SyncErrorSelection } from '@pebble/contract/dead-letters';
import type { Redrive, RedriveItem, RedriveState } from '@pebble/contract/redrives';
import type { Knex } from 'knex';
import type { TenantTx } from '../../db/with-tenant.ts';

export interface RedriveRow {
  id: string;
  state: RedriveState;
  selection: SyncErrorSelection;
  rate_per_second: number;
  step: number;
  reason: string | null;
  created_by_name: string | null;
  created_at: Date;
  finished_at: Date | null;
  total: number;
  waiting: number;
  under_way: number;
  succeeded: number;
  died: number;
  skipped: number;
  left: number;
  sort_key: string;
}

/** Reads redrives that `choose` has picked from `redrives as r`, newest first, with the count of their mails. */
export async function redriveRows(
  tx: TenantTx,
  choose: (rows: Knex.QueryBuilder) => Knex.QueryBuilder,
): Promise<RedriveRow[]> {
  const picked = choose(tx.sql('redrives as r').select('r.*', tx.sql.raw(USER_OF_CREATOR))).as('r');
  const { rows } = await tx.sql.raw<{ rows: RedriveRow[] }>(
    `SELECT r.*, r.created_at::text AS sort_key, u.name AS created_by_name, c.* FROM ?
     CROSS JOIN LATERAL (
       SELECT count(*) AS total, ${STATES.map((state) => `count(*) FILTER (WHERE i.state = '${state}') AS "${state}"`).join(', ')}
       FROM redrive_items i WHERE i.redrive_id = r.id
     ) c
     LEFT JOIN users u ON u.id = r.creator_id
     ORDER BY r.created_at DESC, r.id DESC`,
    [picked] as never,
  );
  return rows;
}

const STATES = ['waiting', 'under_way', 'succeeded', 'died', 'skipped', 'left'] as const;

// The id is made out of the actor here and not in the join: see logged-event.ts.
const USER_OF_CREATOR = `CASE WHEN r.created_by ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                              THEN substr(r.created_by, 6)::uuid END AS creator_id`;

export function showRedrive(row: RedriveRow): Redrive {
  const { created_by_name, created_at, finished_at, sort_key: _, ...rest } = row;
  return {
    ...rest,
    created_by: created_by_name,
    created_at: created_at.toISOString(),
    finished_at: finished_at?.toISOString() ?? null,
  };
}

export interface ItemRow extends Omit<RedriveItem, 'tracking_id' | 'sent_at' | 'settled_at'> {
  redrive_id: string;
  inbound_id: string;
  sent_at: Date | null;
  settled_at: Date | null;
}

export function showItem({
  inbound_id,
  sent_at,
  settled_at,
  ...rest
}: Omit<ItemRow, 'redrive_id'>): RedriveItem {
  return {
    ...rest,
    tracking_id: inbound_id,
    sent_at: sent_at?.toISOString() ?? null,
    settled_at: settled_at?.toISOString() ?? null,
  };
}

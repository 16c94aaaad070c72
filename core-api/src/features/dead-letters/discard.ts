import type { Body, ReplyInput } from '@pebble/contract/endpoint';
import type { discardSyncErrors } from '@pebble/contract/dead-letters';
import type { EventType } from '@pebble/contract/event-types';
import type { TenantTx } from '../../db/with-tenant.ts';
import { selected } from './selection.ts';

const MOST = 1000;
const DISCARDED: EventType = 'dead_letter.discarded';

/** Gives open dead letters up. Each gets its own event, so that its mail's history tells who did it and why. */
export async function discard(
  tx: TenantTx,
  { selection, reason }: Body<typeof discardSyncErrors>,
): Promise<ReplyInput<typeof discardSyncErrors>> {
  // Locked in the order of redriving, so that the two wait for each other and never in a circle.
  const open = await selected(tx, selection)
    .orderBy('s.created_at')
    .orderBy('s.id')
    .limit(MOST)
    .forUpdate()
    .select('s.id');
  const ids = (open as { id: string }[]).map(({ id }) => id);
  const { rowCount } = await tx.sql.raw<{ rowCount: number }>(
    `WITH discarded AS (
       UPDATE sync_errors SET status = 'discarded', version = version + 1, settled_by = ?, settled_at = now(), settled_reason = ?
       WHERE id = ANY (?::uuid[]) RETURNING id, tenant_id, entity_id, inbound_id
     )
     INSERT INTO events (tenant_id, entity_id, type, inbound_id, actor, data, correlation_id)
     SELECT tenant_id, entity_id, ?, inbound_id, ?, jsonb_build_object('sync_error_id', id, 'reason', ?::text), ? FROM discarded`,
    [tx.scope.actor, reason, ids, DISCARDED, tx.scope.actor, reason, tx.scope.correlationId] as never,
  );
  if (rowCount > 0) tx.written.add(DISCARDED);
  else tx.unchanged = true;
  if ('ids' in selection)
    return { discarded: rowCount, skipped: new Set(selection.ids).size - rowCount, remaining: 0 };
  const [left] = (await selected(tx, selection).count('* as count')) as { count: number }[];
  return { discarded: rowCount, skipped: 0, remaining: left?.count ?? 0 };
}

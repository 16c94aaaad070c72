import type { TenantTx } from '../../db/with-tenant.ts';
import type { LogPosition } from '../events/log-position.ts';
import { digest } from './digest.ts';
import { exactTime } from './exact-time.ts';

/** An event with every stored column as the database prints it, so that no change is lost in a conversion. */
export interface StoredEvent {
  id: string;
  xid: string;
  tenant_id: string;
  entity_id: string | null;
  type: string;
  card_id: string | null;
  inbound_id: string | null;
  actor: string;
  data: string;
  source_system: string;
  correlation_id: string;
  occurred_at: string;
}

// Named one by one, because they are what the hash covers: a later column joins with a new version of the digest.
const COLUMNS = `id::text, xid::text, tenant_id::text, entity_id::text, type, card_id::text, inbound_id::text, actor,
                 data::text, source_system, correlation_id, ${exactTime('occurred_at')}`;

export function hashEvent(key: Uint8Array, event: StoredEvent): Buffer {
  return digest(key, 'event', { ...event });
}

export function positionOfStored(event: Pick<StoredEvent, 'xid' | 'id'>): LogPosition {
  return { xid: BigInt(event.xid), id: Number(event.id) };
}

/** The tenant's events after a position in the order of the log, below `beforeXid` where given. */
export async function storedEvents(
  tx: TenantTx,
  { after, beforeXid, limit }: { after: LogPosition; beforeXid?: bigint; limit: number },
): Promise<StoredEvent[]> {
  const query = tx
    .sql('events')
    .select(tx.sql.raw(COLUMNS))
    .whereRaw('(events.xid, events.id) > (?::xid8, ?::bigint)', [String(after.xid), after.id])
    // Qualified, because the bare names are those of the text columns above.
    .orderByRaw('events.xid, events.id')
    .limit(limit);
  if (beforeXid !== undefined) query.whereRaw('events.xid < ?::xid8', [String(beforeXid)]);
  return query;
}

/** Looks events up by id alone, wherever in the log they lie now. Slow: ids have no index of their own. */
export async function storedEventsById(tx: TenantTx, ids: readonly string[]): Promise<StoredEvent[]> {
  return tx
    .sql('events')
    .select(tx.sql.raw(COLUMNS))
    .whereRaw('events.id = ANY (?::bigint[])', [[...ids]]);
}

import { EVENT_TYPES, type EventType } from '@pebble/contract/event-types';
import type { Event } from '@pebble/contract/events';
import type { Knex } from 'knex';
import type { TenantTx } from '../../db/with-tenant.ts';
import { cursorOf } from './log-position.ts';

interface EventRow {
  /** xid8 travels as text: it outgrows a number. */
  xid: string;
  id: number;
  entity_id: string | null;
  type: EventType;
  card_id: string | null;
  inbound_id: string | null;
  actor: string;
  data: Record<string, unknown>;
  source_system: string;
  correlation_id: string;
  occurred_at: Date;
  user_name: string | null;
}

export type Order = 'oldest first' | 'newest first';

/** Up to `limit` rows of the log that fit `where` (the table goes by `e`), as events with the names of the people behind them. */
export async function loggedEvents(
  tx: TenantTx,
  choice: { where(rows: Knex.QueryBuilder): Knex.QueryBuilder; order: Order; limit: number },
): Promise<Event[]> {
  const order = ORDERS[choice.order];
  // Picked in a sub-select with the user's id made out of the actor: a cast inside the join itself could be tried on
  // `system`, and under row security it would keep the join from using the index of users.
  const picked = choice
    .where(tx.sql('events as e').select('e.*', tx.sql.raw(USER_OF_ACTOR)))
    .orderByRaw(order)
    .limit(choice.limit)
    .as('e');
  const rows = (await tx
    .sql(picked)
    .leftJoin('users as u', 'u.id', 'e.actor_user_id')
    .select('e.*', 'u.name as user_name')
    .orderByRaw(order)) as EventRow[];
  return rows.map(toEvent);
}

const ORDERS: Record<Order, string> = {
  'oldest first': 'e.xid, e.id',
  // For people: ids are drawn as changes happen, while xid tells who started first.
  'newest first': 'e.id DESC',
};

const USER_OF_ACTOR = `CASE WHEN e.actor ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                            THEN substr(e.actor, 6)::uuid END AS actor_user_id`;

function toEvent(row: EventRow): Event {
  return {
    id: cursorOf({ xid: BigInt(row.xid), id: row.id }),
    type: row.type,
    label: EVENT_TYPES[row.type],
    entity_id: row.entity_id,
    card_id: row.card_id,
    tracking_id: row.inbound_id,
    actor: row.actor,
    actor_name: row.user_name ?? nameOf(row.actor),
    data: row.data,
    source_system: row.source_system,
    correlation_id: row.correlation_id,
    occurred_at: row.occurred_at.toISOString(),
  };
}

/** A flow goes by its id; a user who is not here any more has no name. */
function nameOf(actor: string): string | null {
  if (actor.startsWith('flow:')) return actor.slice('flow:'.length);
  return actor.startsWith('user:') ? null : 'Pebble';
}

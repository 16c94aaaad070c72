import type { EventType } from '@pebble/contract/event-types';
import type { TenantTx } from '../../db/with-tenant.ts';

export interface NewEvent {
  type: EventType;
  /** Absent for what concerns the whole tenant, such as a sign-in. */
  entityId?: string | null;
  cardId?: string | null;
  inboundId?: string | null;
  /** Facts for readers. Never mail text, secrets or tokens: events are shown, exported and kept for years. */
  data?: Record<string, unknown>;
  /** Only where one transaction serves several requests; otherwise the scope says who and why. */
  onBehalfOf?: { actor: string; correlationId: string };
}

/** Writes events in the transaction of the change that they tell. */
export async function appendEvents(tx: TenantTx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  // No RETURNING anywhere: an entity role may write a tenant-wide event that it may not read.
  const rows = events.map((event) => ({
    entity_id: event.entityId ?? null,
    type: event.type,
    card_id: event.cardId ?? null,
    inbound_id: event.inboundId ?? null,
    actor: event.onBehalfOf?.actor ?? tx.scope.actor,
    correlation_id: event.onBehalfOf?.correlationId ?? tx.scope.correlationId,
    data: event.data ?? {},
  }));
  await tx.sql.raw(INSERT_EVENTS, [tx.scope.tenantId, JSON.stringify(rows)]);
  for (const event of events) tx.written.add(event.type);
}

export function appendEvent(tx: TenantTx, event: NewEvent): Promise<void> {
  return appendEvents(tx, [event]);
}

/** One statement whatever the number of events, so that it is planned once. */
const INSERT_EVENTS = `
  INSERT INTO events (tenant_id, entity_id, type, card_id, inbound_id, actor, correlation_id, data)
  SELECT ?, * FROM json_to_recordset(?::json) AS e (
    entity_id uuid, type text, card_id uuid, inbound_id uuid, actor text, correlation_id text, data jsonb)`;

// Generated from core-api/contract/src/events.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { EVENT_TYPES, type EventType } from './event-types';
import { defineEndpoint } from './endpoint';
import { PageQuery, pageOf } from './page';
import { Cursor, Id, Timestamp } from './values';

const types = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];

/** One fact of the log. `id` is its cursor: hand it back to read on from there. */
export const Event = z.object({
  id: Cursor,
  type: z.enum(types),
  /** The event's name for people, e.g. `Duplicate Ignored`. */
  label: z.string(),
  entity_id: Id.nullable(),
  card_id: Id.nullable(),
  tracking_id: Id.nullable(),
  /** `user:<id>`, `flow:<flow id>` or `system`. */
  actor: z.string(),
  actor_name: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  source_system: z.string(),
  correlation_id: z.string(),
  occurred_at: Timestamp,
});
export type Event = z.infer<typeof Event>;

export const listEvents = defineEndpoint({
  id: 'listEvents',
  method: 'GET',
  path: '/api/v1/events/',
  summary: 'The event log of your scope, oldest first.',
  query: PageQuery.extend({
    type: z.enum(types).optional(),
    card_id: Id.optional(),
    tracking_id: Id.optional(),
  }),
  reply: pageOf(Event),
  access: ['admin', 'manager', 'agent', 'ops'],
  audit: { none: 'reads only' },
});

export const streamEvents = defineEndpoint({
  id: 'streamEvents',
  method: 'GET',
  path: '/api/v1/events/stream/',
  summary: 'Events of your scope as they happen (server-sent events); resumes after `Last-Event-ID`.',
  query: z.object({
    /** Same as the `Last-Event-ID` header, for clients that cannot set it. */
    last_event_id: Cursor.optional(),
  }),
  reply: Event,
  stream: true,
  access: ['admin', 'manager', 'agent', 'ops'],
  audit: { none: 'reads only' },
});

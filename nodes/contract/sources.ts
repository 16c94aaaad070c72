// Generated from core-api/contract/src/sources.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { defineEndpoint } from './endpoint';
import { DoorCounts, DoorMode, DoorReport } from './door-values';
import { NOTHING } from './nothing';
import { PageQuery, pageOf } from './page';
import { Rehearsal } from './rehearsal';
import { Id, Timestamp } from './values';

/** Where a value stands in a payload: keys and list places joined by dots, such as `lead.contact.email` or `items.0.name`. */
const Path = z
  .string()
  .trim()
  .max(300)
  .regex(/^[^.\p{Cc}]+(\.[^.\p{Cc}]+){0,15}$/u, 'must be keys joined by dots, such as lead.contact.email');

/** A place in the payload, or a text that is the same for every mail of the source. */
const Field = z.union([Path, z.object({ text: z.string().min(1).max(1000) })]);

/**
 * How a foreign payload becomes a mail: each part of the mail names where it stands. Nothing is computed. What a path does not
 * find is left out; `from` must be found.
 */
export const SourceMapping = z.object({
  from: Field,
  from_name: Field.optional(),
  subject: Field,
  /** Several places become several lines, each `key: value`. */
  body: z.union([Field, z.array(Path).min(1).max(50)]),
  html: Field.optional(),
  to: Field.optional(),
  cc: Field.optional(),
  message_id: Field.optional(),
  in_reply_to: Field.optional(),
  received_at: Field.optional(),
  /** A place that holds one address or a list of them. */
  attachment_urls: Path.optional(),
});
export type SourceMapping = z.infer<typeof SourceMapping>;

const Settings = z.object({
  name: z.string().trim().min(1).max(100),
  mode: DoorMode,
  enabled: z.boolean(),
  /** Address of the mailbox that all its mail is for; it decides the entity. Null: each mail says so itself. */
  mailbox: z.email().toLowerCase().nullable(),
  /** Null: the payload is a mail as POST /api/v1/ingestion/email/ takes it. */
  mapping: SourceMapping.nullable(),
  /** Deliveries per minute that each API process takes; more are answered 429. */
  rate_per_minute: z.number().int().min(1).max(60_000),
});

export const Source = Settings.extend({
  id: Id,
  /** Where the third party posts to, below the address of this API. */
  path: z.string(),
  /** Newest first. An old secret stays good until `expires_at`, so that the third party can change over. */
  secrets: z.array(z.object({ id: Id, created_at: Timestamp, expires_at: Timestamp.nullable() })),
  counts: DoorCounts,
  created_at: Timestamp,
});
export type Source = z.infer<typeof Source>;

const managers = ['admin', 'integrator'] as const;
const one = z.object({ source_id: Id });
const NO_ID = { source_id: '00000000-0000-7000-8000-000000000000' };

export const listSources = defineEndpoint({
  id: 'listSources',
  method: 'GET',
  path: '/api/v1/sources/',
  summary: 'Third parties that may post mail, signed by a webhook secret.',
  reply: pageOf(Source),
  access: [...managers, 'ops'],
  audit: { none: 'reads only' },
});

export const createSource = defineEndpoint({
  id: 'createSource',
  method: 'POST',
  path: '/api/v1/sources/',
  summary: 'Let a third party post mail. The secret is shown this once.',
  body: Settings.extend({
    mode: DoorMode.default('live'),
    enabled: z.boolean().default(true),
    mailbox: Settings.shape.mailbox.default(null),
    mapping: SourceMapping.nullable().default(null),
    rate_per_minute: Settings.shape.rate_per_minute.default(600),
  }),
  status: 201,
  reply: z.object({ source: Source, secret: z.string() }),
  errors: ['already_exists'],
  access: managers,
  audit: { event: 'source.created' },
  example: { body: { name: 'Website form' } },
});

export const updateSource = defineEndpoint({
  id: 'updateSource',
  method: 'PATCH',
  path: '/api/v1/sources/{source_id}/',
  summary: 'Change a source; what is left out stays.',
  params: one,
  body: Settings.partial(),
  reply: Source,
  errors: ['not_found', 'already_exists'],
  access: managers,
  audit: { event: 'source.changed' },
  example: { params: NO_ID, body: { enabled: false } },
});

export const deleteSource = defineEndpoint({
  id: 'deleteSource',
  method: 'DELETE',
  path: '/api/v1/sources/{source_id}/',
  summary: 'Remove a source and its secrets. Its mail stays.',
  params: one,
  status: 204,
  reply: NOTHING,
  errors: ['not_found'],
  access: managers,
  audit: { event: 'source.deleted' },
  example: { params: NO_ID },
});

export const rotateSourceSecret = defineEndpoint({
  id: 'rotateSourceSecret',
  method: 'POST',
  path: '/api/v1/sources/{source_id}/secret/',
  summary: 'Make a new secret, shown this once. The old ones stay good for a grace period.',
  params: one,
  /** 0 ends the old secrets at once. */
  body: z.object({ grace_hours: z.number().min(0).max(720).default(24) }),
  status: 201,
  reply: z.object({ source: Source, secret: z.string() }),
  errors: ['not_found'],
  access: managers,
  audit: { event: 'source.secret_rotated' },
  example: { params: NO_ID, body: { grace_hours: 24 } },
});

export const testSource = defineEndpoint({
  id: 'testSource',
  method: 'POST',
  path: '/api/v1/sources/{source_id}/test/',
  summary: 'Say what would become of a payload, without taking it.',
  params: one,
  body: z.object({ payload: z.record(z.string(), z.unknown()) }),
  reply: Rehearsal,
  errors: ['not_found', 'not_ready'],
  access: managers,
  audit: { none: 'changes nothing' },
  example: { params: NO_ID, body: { payload: { subject: 'RFQ', from: 'ada@buyer.example', body: 'Hi' } } },
});

export const listSourceReports = defineEndpoint({
  id: 'listSourceReports',
  method: 'GET',
  path: '/api/v1/sources/{source_id}/reports/',
  summary: 'What the shadow mode would have done, and what was refused, newest first. Kept for 30 days.',
  params: one,
  query: PageQuery,
  reply: pageOf(DoorReport),
  errors: ['not_found'],
  access: [...managers, 'ops'],
  audit: { none: 'reads only' },
  example: { params: NO_ID },
});

/** Signed as the Standard Webhooks specification says: headers webhook-id, webhook-timestamp and webhook-signature. */
export const receiveFromSource = defineEndpoint({
  id: 'receiveFromSource',
  method: 'POST',
  path: '/api/v1/sources/{source_id}/',
  summary:
    'Hand over a mail as a third party. Signed by Standard Webhooks; a repeated webhook-id changes nothing.',
  params: one,
  /** Any JSON object. Its shape is what the source's mapping says, and is checked after the signature. */
  body: z.object({}),
  status: 202,
  /** `shadow`: only reported, nothing was kept, and so there is no tracking id. */
  reply: z.object({ tracking_id: Id.nullable(), state: z.enum(['accepted', 'repeated', 'shadow']) }),
  errors: ['signature_rejected', 'source_disabled', 'sender_blacklisted', 'too_many_requests', 'not_ready'],
  access: 'public',
  audit: { event: ['mail.accepted', 'mail.rejected'] },
  example: { params: NO_ID, body: { subject: 'RFQ', from: 'ada@buyer.example', body: 'Please quote.' } },
});

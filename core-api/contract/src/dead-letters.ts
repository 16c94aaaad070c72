import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { JsonMail } from './ingestion.ts';
import { PageQuery, pageOf } from './page.ts';
import { Rehearsal } from './rehearsal.ts';
import { Id, Timestamp } from './values.ts';

/**
 * `open`: waits for a person. `redriven`: on its way through the flow again. `resolved`: it got there. `discarded`: somebody
 * has decided that it does not matter.
 */
export const SyncErrorStatus = z.enum(['open', 'redriven', 'resolved', 'discarded']);
export type SyncErrorStatus = z.infer<typeof SyncErrorStatus>;

/** The same for mails that died of the same. */
export const Fingerprint = z.string().regex(/^[0-9a-f]{16}$/, 'must be the 16 hex digits of a fingerprint');

/** For people who have never seen a traceback: one sentence each. */
export const Explanation = z.object({ failed: z.string(), touches: z.string(), todo: z.string() });
export type Explanation = z.infer<typeof Explanation>;

/** A mail that could not be processed. Of the mail itself only the envelope is shown; see openSyncErrorPayload. */
export const SyncError = z.object({
  id: Id,
  tracking_id: Id,
  entity_id: Id,
  entity_name: z.string(),
  status: SyncErrorStatus,
  /** Grows with each change; send it back with an edit. */
  version: z.number().int(),
  fingerprint: z.string(),
  error_class: z.string(),
  /** The step of the flow that failed, if it was one. */
  step: z.string().nullable(),
  message: z.string(),
  explanation: Explanation,
  from_address: z.string(),
  mailbox: z.string().nullable(),
  received_at: Timestamp,
  /** Attempts before it died last. */
  attempts: z.number().int(),
  /** How often it has died; more than once when redriving did not help. */
  deaths: z.number().int(),
  created_at: Timestamp,
  last_died_at: Timestamp,
  payload_format: z.enum(['rfc822', 'json']),
  /** Bytes of the mail as it came. */
  payload_bytes: z.number().int(),
  /** When the kept mail was destroyed, after its retention time. */
  payload_destroyed_at: Timestamp.nullable(),
  edited: z.boolean(),
  /** Who discarded or redrove it last, or `Pebble`; and when and why. Null while it is open. */
  settled_by: z.string().nullable(),
  settled_at: Timestamp.nullable(),
  settled_reason: z.string().nullable(),
});
export type SyncError = z.infer<typeof SyncError>;

/** Everything left out fits everything. */
export const SyncErrorFilter = z.strictObject({
  fingerprint: Fingerprint.optional(),
  entity_id: Id.optional(),
  error_class: z.string().min(1).max(200).optional(),
  /** Words of the message. */
  text: z.string().trim().min(1).max(200).optional(),
});
export type SyncErrorFilter = z.infer<typeof SyncErrorFilter>;

/** Some dead letters by their ids, or all open ones that fit; `{ "filter": {} }` means all that are open. */
export const SyncErrorSelection = z.union([
  z.strictObject({ ids: z.array(Id).min(1).max(1000) }),
  z.strictObject({ filter: SyncErrorFilter }),
]);
export type SyncErrorSelection = z.infer<typeof SyncErrorSelection>;

const access = ['admin', 'ops'] as const;
const params = z.object({ sync_error_id: Id });
const NO_ID = '00000000-0000-7000-8000-000000000000';
const one = { params: { sync_error_id: NO_ID } };

export const listSyncErrors = defineEndpoint({
  id: 'listSyncErrors',
  method: 'GET',
  path: '/api/v1/sync-errors/',
  summary: 'Dead letters, those that died last first.',
  query: PageQuery.extend({ ...SyncErrorFilter.shape, status: SyncErrorStatus.optional() }),
  reply: pageOf(SyncError),
  access,
  audit: { none: 'reads only' },
});

export const countSyncErrors = defineEndpoint({
  id: 'countSyncErrors',
  method: 'GET',
  path: '/api/v1/sync-errors/count/',
  summary:
    'How many dead letters there are, how old the oldest open one is, and how many different causes they have.',
  reply: z.object({
    open: z.number().int(),
    redriven: z.number().int(),
    resolved: z.number().int(),
    discarded: z.number().int(),
    /** Of the open ones. */
    causes: z.number().int(),
    oldest_open_at: Timestamp.nullable(),
  }),
  access,
  audit: { none: 'reads only' },
});

/** All dead letters of one cause. */
export const SyncErrorCause = z.object({
  fingerprint: z.string(),
  count: z.number().int(),
  error_class: z.string(),
  step: z.string().nullable(),
  first_died_at: Timestamp,
  last_died_at: Timestamp,
  explanation: Explanation,
  /** Message and id of the one that died last. */
  message: z.string(),
  example_id: Id,
  entities: z.array(z.object({ id: Id, name: z.string(), count: z.number().int() })),
  /** How many different senders are touched. */
  senders: z.number().int(),
});
export type SyncErrorCause = z.infer<typeof SyncErrorCause>;

export const listSyncErrorCauses = defineEndpoint({
  id: 'listSyncErrorCauses',
  method: 'GET',
  path: '/api/v1/sync-errors/causes/',
  summary: 'Dead letters by cause, the most frequent first; no more than 200 causes.',
  query: z.object({ status: SyncErrorStatus.default('open'), entity_id: Id.optional() }),
  reply: pageOf(SyncErrorCause),
  access,
  audit: { none: 'reads only' },
});

/** One time that a mail died. */
export const Death = z.object({
  number: z.number().int(),
  died_at: Timestamp,
  attempts: z.number().int(),
  fingerprint: z.string(),
  error_class: z.string(),
  step: z.string().nullable(),
  message: z.string(),
  traceback: z.string(),
});

export const SyncErrorDetail = SyncError.extend({
  traceback: z.string(),
  /** Of the mail as it would be processed; null when it cannot be read, or is destroyed. */
  envelope: z
    .object({
      subject: z.string(),
      from: z.string(),
      to: z.array(z.string()),
      cc: z.array(z.string()),
      message_id: z.string().nullable(),
      sent_at: Timestamp.nullable(),
    })
    .nullable(),
  edit: z
    .object({
      version: z.number().int(),
      format: z.enum(['rfc822', 'json']),
      bytes: z.number().int(),
      edited_by: z.string().nullable(),
      edited_at: Timestamp,
    })
    .nullable(),
  /** The last ones, newest first. */
  history: z.array(Death),
});
export type SyncErrorDetail = z.infer<typeof SyncErrorDetail>;

export const getSyncError = defineEndpoint({
  id: 'getSyncError',
  method: 'GET',
  path: '/api/v1/sync-errors/{sync_error_id}/',
  summary: 'A dead letter with its traceback, envelope and history.',
  params,
  reply: SyncErrorDetail,
  errors: ['not_found'],
  access,
  audit: { none: 'reads only' },
  example: one,
});

export const SyncErrorPayload = z.object({
  which: z.enum(['original', 'edited']),
  format: z.enum(['rfc822', 'json']),
  bytes: z.number().int(),
  /** `text` when the mail is valid UTF-8, so that it can be shown and edited; `base64` otherwise. */
  encoding: z.enum(['text', 'base64']),
  content: z.string(),
});
export type SyncErrorPayload = z.infer<typeof SyncErrorPayload>;

// POST although it only reads: who has read a mail stands in the event log.
export const openSyncErrorPayload = defineEndpoint({
  id: 'openSyncErrorPayload',
  method: 'POST',
  path: '/api/v1/sync-errors/{sync_error_id}/payload/',
  summary: 'Decrypt and show the mail, as it came or as it was edited. Reading is logged.',
  params,
  body: z.object({ which: z.enum(['original', 'edited']).default('original') }),
  reply: SyncErrorPayload,
  errors: ['not_found', 'payload_destroyed', 'sealing_key_missing', 'payload_damaged'],
  access,
  audit: { event: 'dead_letter.payload_read' },
  example: { ...one, body: {} },
});

export const editSyncErrorPayload = defineEndpoint({
  id: 'editSyncErrorPayload',
  method: 'PUT',
  path: '/api/v1/sync-errors/{sync_error_id}/edit/',
  summary:
    'Keep an edited mail beside the original, to be processed in its place when it is redriven. The body is the mail, JSON or raw.',
  params,
  query: z.object({
    /** The version of the dead letter that the edit is based on. */
    version: z.coerce.number().int().min(1),
  }),
  body: JsonMail,
  consumes: ['application/json', 'message/rfc822'],
  reply: SyncErrorDetail,
  errors: [
    'not_found',
    'dead_letter_closed',
    'version_conflict',
    'malformed_body',
    'unsupported_media_type',
    'too_large',
  ],
  access,
  audit: { event: 'dead_letter.edited' },
  example: {
    ...one,
    query: { version: '1' },
    body: { subject: 'Price for 40 valves', from: 'Ada <ada@buyer.example>', body: 'Please quote.' },
  },
});

export const dropSyncErrorEdit = defineEndpoint({
  id: 'dropSyncErrorEdit',
  method: 'DELETE',
  path: '/api/v1/sync-errors/{sync_error_id}/edit/',
  summary: 'Throw the edit away; the mail is processed as it came.',
  params,
  query: z.object({ version: z.coerce.number().int().min(1) }),
  reply: SyncErrorDetail,
  errors: ['not_found', 'dead_letter_closed', 'version_conflict'],
  access,
  audit: { event: 'dead_letter.edit_dropped' },
  example: { ...one, query: { version: '1' } },
});

export const rehearseSyncError = defineEndpoint({
  id: 'rehearseSyncError',
  method: 'POST',
  path: '/api/v1/sync-errors/{sync_error_id}/rehearsal/',
  summary: 'Say what would become of a dead letter if it were redriven now. Nothing is changed or sent.',
  params,
  body: z.object({
    /** False: as it came, although there is an edit. */
    edited: z.boolean().default(true),
  }),
  reply: Rehearsal,
  errors: ['not_found', 'job_closed', 'not_ready', 'sealing_key_missing', 'payload_damaged'],
  access,
  audit: { event: 'dead_letter.rehearsed' },
  example: { ...one, body: {} },
});

export const discardSyncErrors = defineEndpoint({
  id: 'discardSyncErrors',
  method: 'POST',
  path: '/api/v1/sync-errors/discard/',
  summary:
    'Give dead letters up, with a reason. At most 1,000 at a time; repeat while `remaining` is more than 0.',
  body: z.object({ selection: SyncErrorSelection, reason: z.string().trim().min(3).max(500) }),
  reply: z.object({
    discarded: z.number().int(),
    /** Not open any more, or not there. */
    skipped: z.number().int(),
    /** That fit the filter and are still open. */
    remaining: z.number().int(),
  }),
  access,
  audit: { event: 'dead_letter.discarded' },
  example: { body: { selection: { ids: [NO_ID] }, reason: 'advertising' } },
});

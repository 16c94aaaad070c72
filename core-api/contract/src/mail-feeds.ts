import { z } from 'zod';
import { DoorCounts, DoorMode, DoorReport } from './door-values.ts';
import { defineEndpoint } from './endpoint.ts';
import { NOTHING } from './nothing.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

const oneLine = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\r\n\v\f\t\0\u2028\u2029]*$/, 'must be one line');

const Settings = z.object({
  name: oneLine(100),
  /** A connection whose connector has mail. */
  connection_id: Id,
  /** Address of the mailbox here that the feed stands for; it decides the entity. */
  mailbox: z.email().toLowerCase(),
  /** The mailbox over there, by address or id; the same address when left out. It stays once the feed has read mail. */
  remote_mailbox: oneLine(320),
  /** By id or well-known name. */
  folder: oneLine(500),
  mode: DoorMode,
  enabled: z.boolean(),
  /** Let the other side wake us, so that mail is here in seconds. Without it, or when it fails, the folder is polled. */
  push: z.boolean(),
  /** The first mail that is read: what comes from `now` on, or since an instant. */
  start_from: z.union([z.literal('now'), Timestamp]),
});

/** How the other side wakes us. Nothing depends on it: mail comes by polling as well. */
export const FeedPush = z.object({
  /** `off`: not wanted, not offered by the connector, or PUBLIC_URL is not set; `detail` says which. */
  state: z.enum(['off', 'waiting', 'active', 'failing']),
  /** A sentence for people; null when all is well. */
  detail: z.string().nullable(),
  /** When it ends unless it is renewed, which happens long before. */
  expires_at: Timestamp.nullable(),
  last_call_at: Timestamp.nullable(),
});

export const MailFeed = Settings.extend({
  id: Id,
  connection: z.string(),
  /** `waiting`: no worker has it yet. */
  state: z.enum(['off', 'waiting', 'reading', 'failing']),
  /** Plain words; null while all is well. */
  last_error: z.string().nullable(),
  /** When the folder was last looked at with success. */
  last_poll_at: Timestamp.nullable(),
  push_state: FeedPush,
  counts: DoorCounts,
  backlog: z.object({
    /** Mails that are known and not taken in yet. */
    waiting: z.number().int(),
    /** Of these, mails that could not be fetched and are tried again. */
    put_aside: z.number().int(),
    /** Since when the oldest of them has been waiting. */
    oldest_at: Timestamp.nullable(),
  }),
  /** Everything received before it is accounted for by a receipt; null before the first. */
  proved_until: Timestamp.nullable(),
  created_at: Timestamp,
});
export type MailFeed = z.infer<typeof MailFeed>;

const managers = ['admin', 'integrator'] as const;
const one = z.object({ feed_id: Id });
const NO_ID = { feed_id: '00000000-0000-7000-8000-000000000000' };

export const listMailFeeds = defineEndpoint({
  id: 'listMailFeeds',
  method: 'GET',
  path: '/api/v1/mail-feeds/',
  summary: 'Mailboxes of connected systems that are read, and how each is doing.',
  reply: pageOf(MailFeed),
  access: [...managers, 'ops'],
  audit: { none: 'reads only' },
});

export const createMailFeed = defineEndpoint({
  id: 'createMailFeed',
  method: 'POST',
  path: '/api/v1/mail-feeds/',
  summary: 'Read a mailbox of a connected system.',
  body: Settings.extend({
    remote_mailbox: Settings.shape.remote_mailbox.optional(),
    folder: Settings.shape.folder.default('inbox'),
    mode: DoorMode.default('live'),
    enabled: z.boolean().default(true),
    push: z.boolean().default(true),
    start_from: Settings.shape.start_from.default('now'),
  }),
  status: 201,
  reply: MailFeed,
  errors: ['already_exists'],
  access: managers,
  audit: { event: 'mail_feed.created' },
  example: {
    body: { name: 'Sales', connection_id: NO_ID.feed_id, mailbox: 'sales@example.com' },
  },
});

export const updateMailFeed = defineEndpoint({
  id: 'updateMailFeed',
  method: 'PATCH',
  path: '/api/v1/mail-feeds/{feed_id}/',
  summary:
    'Change a feed; what is left out stays. `start_from` makes it read again from there; what was taken is known.',
  params: one,
  body: Settings.partial(),
  reply: MailFeed,
  errors: ['not_found', 'already_exists'],
  access: managers,
  audit: { event: 'mail_feed.changed' },
  example: { params: NO_ID, body: { enabled: false } },
});

export const deleteMailFeed = defineEndpoint({
  id: 'deleteMailFeed',
  method: 'DELETE',
  path: '/api/v1/mail-feeds/{feed_id}/',
  summary: 'Stop reading a mailbox. Its mail and its receipts stay.',
  params: one,
  status: 204,
  reply: NOTHING,
  errors: ['not_found'],
  access: managers,
  audit: { event: 'mail_feed.deleted' },
  example: { params: NO_ID },
});

export const testMailFeed = defineEndpoint({
  id: 'testMailFeed',
  method: 'POST',
  path: '/api/v1/mail-feeds/{feed_id}/test/',
  summary: 'Sign in and look at the folder, now.',
  params: one,
  reply: z.object({
    ok: z.boolean(),
    /** A sentence for people: how many mails came in the last day, or what is wrong. */
    detail: z.string(),
    /** Milliseconds. */
    duration_ms: z.number(),
  }),
  errors: ['not_found'],
  access: managers,
  audit: { none: 'changes nothing' },
  example: { params: NO_ID },
});

export const listMailFeedReports = defineEndpoint({
  id: 'listMailFeedReports',
  method: 'GET',
  path: '/api/v1/mail-feeds/{feed_id}/reports/',
  summary:
    'Mail that was not taken, and what the shadow mode would have done, newest first. Kept for 30 days.',
  params: one,
  query: PageQuery,
  reply: pageOf(DoorReport),
  errors: ['not_found'],
  access: [...managers, 'ops'],
  audit: { none: 'reads only' },
  example: { params: NO_ID },
});

/** The address that the other side calls. The token in it is drawn for one registration and names nothing else. */
export const receiveFeedPush = defineEndpoint({
  id: 'receiveFeedPush',
  method: 'POST',
  path: '/api/v1/hooks/feeds/{token}/',
  summary:
    'A notification of a connected system. It only causes a look at the folder; nothing in it is believed.',
  params: z.object({ token: z.string().regex(/^[\w-]{43}$/) }),
  query: z.record(z.string(), z.string()),
  body: z.unknown(),
  consumes: ['application/json', 'text/plain'],
  maxBytes: 256 * 1024,
  status: 202,
  reply: z.object({ noted: z.literal(true) }),
  errors: ['not_found', 'signature_rejected', 'too_many_requests'],
  access: 'public',
  audit: { none: 'it wakes a reader' },
  example: { params: { token: 'A'.repeat(43) }, body: { value: [] } },
});

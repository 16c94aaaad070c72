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
    // Without flags, because a pattern in OpenAPI has none.
    .regex(/^[^\r\n\v\f\t\0\u2028\u2029]*$/, 'must be one line');

const Settings = z.object({
  name: oneLine(100),
  /** IMAP server, a name or an address. */
  host: z
    .string()
    .trim()
    .max(253)
    .regex(/^[a-z0-9_:.-]+$/i, 'must be a host name or an address, such as imap.example.com'),
  port: z.number().int().min(1).max(65_535),
  /** `none` sends the password readable: for a server on the same machine. */
  tls: z.enum(['implicit', 'starttls', 'none']),
  /** Certificate authority of the server, PEM, when it is not a public one. The certificate is always checked. */
  ca: z.string().max(100_000).includes('-----BEGIN CERTIFICATE-----').nullable(),
  user: oneLine(320),
  folder: oneLine(500),
  /** Address of the mailbox that the account stands for; it decides the entity. */
  mailbox: z.email().toLowerCase(),
  mode: DoorMode,
  enabled: z.boolean(),
  /** What happens on the server to a mail that was taken. By default the account is only read. */
  after_accept: z.enum(['nothing', 'mark_seen', 'move']),
  /** Folder for `move`. */
  move_to: oneLine(500).nullable(),
  /** The first mail that is read: what comes from `now` on, from the `beginning` of the folder, or since an instant. */
  start_from: z.union([z.enum(['now', 'beginning']), Timestamp]),
});

export const MailAccount = Settings.extend({
  id: Id,
  /** `waiting`: no worker has it yet. */
  state: z.enum(['off', 'waiting', 'connected', 'failing']),
  /** Plain words; null while all is well. */
  last_error: z.string().nullable(),
  /** What an operator should know although nothing failed, such as that the server renumbered its mail. */
  notice: z.string().nullable(),
  /** When a worker last said that it is at work. */
  heartbeat_at: Timestamp.nullable(),
  /** How far the folder is read in the present mode; null before the first connection. */
  position: z.object({ uid_validity: z.number().int(), last_uid: z.number().int() }).nullable(),
  counts: DoorCounts,
  created_at: Timestamp,
});
export type MailAccount = z.infer<typeof MailAccount>;

const Secret = z.string().min(1).max(4096);
const managers = ['admin', 'integrator'] as const;
const one = z.object({ account_id: Id });
const NO_ID = { account_id: '00000000-0000-7000-8000-000000000000' };

export const listMailAccounts = defineEndpoint({
  id: 'listMailAccounts',
  method: 'GET',
  path: '/api/v1/mail-accounts/',
  summary: 'IMAP accounts that are read, and how each is doing.',
  reply: pageOf(MailAccount),
  access: [...managers, 'ops'],
  audit: { none: 'reads only' },
});

export const createMailAccount = defineEndpoint({
  id: 'createMailAccount',
  method: 'POST',
  path: '/api/v1/mail-accounts/',
  summary: 'Read a mailbox by IMAP. The password is kept encrypted and never shown.',
  body: Settings.extend({
    password: Secret,
    port: Settings.shape.port.default(993),
    tls: Settings.shape.tls.default('implicit'),
    ca: Settings.shape.ca.default(null),
    folder: Settings.shape.folder.default('INBOX'),
    mode: DoorMode.default('live'),
    enabled: z.boolean().default(true),
    after_accept: Settings.shape.after_accept.default('nothing'),
    move_to: Settings.shape.move_to.default(null),
    start_from: Settings.shape.start_from.default('now'),
  }),
  status: 201,
  reply: MailAccount,
  errors: ['already_exists'],
  access: managers,
  audit: { event: 'mail_account.created' },
  example: {
    body: {
      name: 'Sales',
      host: 'imap.example.com',
      user: 'sales@example.com',
      password: 'a password',
      mailbox: 'sales@example.com',
    },
  },
});

export const updateMailAccount = defineEndpoint({
  id: 'updateMailAccount',
  method: 'PATCH',
  path: '/api/v1/mail-accounts/{account_id}/',
  summary:
    'Change an account; what is left out stays. `start_from` makes it read again from there; copies are ignored.',
  params: one,
  body: Settings.extend({ password: Secret }).partial(),
  reply: MailAccount,
  errors: ['not_found', 'already_exists'],
  access: managers,
  audit: { event: 'mail_account.changed' },
  example: { params: NO_ID, body: { enabled: false } },
});

export const deleteMailAccount = defineEndpoint({
  id: 'deleteMailAccount',
  method: 'DELETE',
  path: '/api/v1/mail-accounts/{account_id}/',
  summary: 'Stop reading an account and forget its password. Its mail stays.',
  params: one,
  status: 204,
  reply: NOTHING,
  errors: ['not_found'],
  access: managers,
  audit: { event: 'mail_account.deleted' },
  example: { params: NO_ID },
});

export const testMailAccount = defineEndpoint({
  id: 'testMailAccount',
  method: 'POST',
  path: '/api/v1/mail-accounts/{account_id}/test/',
  summary: 'Sign in to the server and look at the folder, now.',
  params: one,
  reply: z.object({
    ok: z.boolean(),
    /** A sentence for people: how many mails the folder holds, or what is wrong. */
    detail: z.string(),
    /** Milliseconds. */
    duration_ms: z.number(),
  }),
  errors: ['not_found'],
  access: managers,
  audit: { none: 'changes nothing' },
  example: { params: NO_ID },
});

export const listMailAccountReports = defineEndpoint({
  id: 'listMailAccountReports',
  method: 'GET',
  path: '/api/v1/mail-accounts/{account_id}/reports/',
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

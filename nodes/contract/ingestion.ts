// Generated from core-api/contract/src/ingestion.ts by `npm run nodes:generate`: change it there.
import { z } from 'zod/v4';
import { defineEndpoint } from './endpoint';
import { Id, Timestamp } from './values';

/** Largest mail that is taken, raw or JSON, in bytes. */
export const MAX_MAIL_BYTES = 25 * 1024 * 1024;

/** `a@b.example` or `Ada Lovelace <a@b.example>`. */
export const MailAddress = z
  .string()
  .trim()
  .max(1000)
  .regex(
    // One line that has an address somewhere. Written so that each half is tried once: a sender of a megabyte must not
    // keep us busy for hours.
    /^(?=[^\r\n]*$)[^\r\n]*[^\s<>@,;]@[^\s<>@,;]/,
    'must contain an e-mail address such as name@example.com',
  );

const AddressList = z.union([MailAddress.transform((one) => [one]), z.array(MailAddress).max(500)]);

const MessageId = z
  .string()
  .trim()
  .min(1)
  .max(998)
  .regex(/^[^\r\n]*$/, 'must be one line');

/** A mail in JSON: the hardened shape that any listener can post. */
export const JsonMail = z.object({
  subject: z.string().max(10_000),
  from: MailAddress,
  body: z.string(),
  attachment_urls: z
    .array(z.url({ protocol: /^https?$/ }).max(4096))
    .max(50)
    .default([]),
  to: AddressList.default([]),
  cc: AddressList.default([]),
  message_id: MessageId.optional(),
  in_reply_to: MessageId.optional(),
  references: z
    .union([
      z.array(MessageId).max(500),
      z
        .string()
        .max(50_000)
        .transform((line) => line.split(/[\s,]+/).filter(Boolean)),
    ])
    .default([]),
  received_at: Timestamp.optional(),
  /** Address of the mailbox that received it; it decides the entity. */
  mailbox: z.email().optional(),
  html: z.string().optional(),
  headers: z.record(z.string().max(200), z.string().max(20_000)).default({}),
});
export type JsonMail = z.infer<typeof JsonMail>;

export const InboundState = z.enum(['accepted', 'processing', 'done', 'duplicate', 'ignored', 'dead']);
export type InboundState = z.infer<typeof InboundState>;

export const ingestEmail = defineEndpoint({
  id: 'ingestEmail',
  method: 'POST',
  path: '/api/v1/ingestion/email/',
  summary: 'Hand over a mail, as JSON or raw (message/rfc822). 202 means that it is committed.',
  query: z.object({
    /** For raw mail: address of the mailbox that received it. */
    mailbox: z.email().optional(),
  }),
  body: JsonMail,
  consumes: ['application/json', 'message/rfc822'],
  status: 202,
  reply: z.object({ tracking_id: Id, state: InboundState }),
  errors: [
    'malformed_body',
    'unsupported_media_type',
    'sender_blacklisted',
    'too_large',
    'too_many_requests',
  ],
  access: ['admin', 'manager', 'agent', 'integrator', 'ops'],
  audit: { event: ['mail.accepted', 'mail.rejected'] },
  example: {
    body: {
      subject: 'Price for 40 valves',
      from: 'Ada <ada@buyer.example>',
      body: 'Please quote.',
      attachment_urls: [],
    },
  },
});

export const Ingestion = z.object({
  tracking_id: Id,
  state: InboundState,
  card_id: Id.nullable(),
  /** Tracking ids of the same delivery for other entities of your scope: a mail to several entities is one mail for each. */
  also: z.array(Id),
  /** How often the worker has tried it. */
  attempts: z.number().int(),
  /** Plain words for `duplicate`, `ignored` and `dead`; null otherwise. */
  reason: z.string().nullable(),
  received_at: Timestamp,
  updated_at: Timestamp,
});
export type Ingestion = z.infer<typeof Ingestion>;

export const getIngestion = defineEndpoint({
  id: 'getIngestion',
  method: 'GET',
  path: '/api/v1/ingestion/{tracking_id}/',
  summary: 'What became of a mail.',
  params: z.object({ tracking_id: Id }),
  reply: Ingestion,
  errors: ['not_found'],
  access: ['admin', 'manager', 'agent', 'integrator', 'ops'],
  audit: { none: 'reads only' },
  example: { params: { tracking_id: '00000000-0000-7000-8000-000000000000' } },
});

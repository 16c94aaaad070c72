import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

const count = z.number().int().min(0);

/** What became of the mails of a window. `seen` is the sum of all but `doubled` and `late`. */
export const ReceiptCounts = z.object({
  /** Mails that the folder holds, and mails that it held when they were taken in. */
  seen: count,
  card: count,
  appended: count,
  duplicate: count,
  /** With a reason that can be looked up; senders that are refused are among them. */
  ignored: count,
  dead: count,
  /** Known and under way. */
  pending: count,
  /** Moved or deleted by somebody before it could be fetched. */
  gone: count,
  /** The folder holds it, and nothing was known of it, or it could not be fetched for a day. */
  missing: count,
  /** Mails that had more than one effect. */
  doubled: count,
  /** Mails that came in only because an earlier look found them missing. */
  late: count,
});
export type ReceiptCounts = z.infer<typeof ReceiptCounts>;

export const Receipt = z.object({
  id: Id,
  feed_id: Id,
  feed: z.string(),
  /** Address of the mailbox here. */
  mailbox: z.string(),
  folder: z.string(),
  /** Mails received in [from, to). */
  from: Timestamp,
  to: Timestamp,
  /** Grows when the window is looked at again, because mails were pending or missing. The older ones stay. */
  revision: z.number().int(),
  counts: ReceiptCounts,
  /** `complete`: every mail has its outcome, none is missing and none doubled. */
  status: z.enum(['complete', 'pending', 'gap', 'doubled']),
  signed_at: Timestamp,
  key_id: z.string(),
  /** Ed25519, base64. */
  signature: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;

const ReceiptMail = z.object({
  /** The id at the other side. */
  id: z.string(),
  received_at: Timestamp,
  internet_message_id: z.string().nullable(),
  reason: z.string().nullable(),
});

/** At most a thousand mails of each kind are named; the counts are of all. */
export const ReceiptDetail = Receipt.extend({
  missing: z.array(ReceiptMail),
  late: z.array(ReceiptMail),
  doubled: z.array(ReceiptMail),
  /** The text that was signed: canonical JSON (RFC 8785). */
  body: z.string(),
});
export type ReceiptDetail = z.infer<typeof ReceiptDetail>;

const readers = ['admin', 'ops', 'integrator'] as const;
const one = z.object({ receipt_id: Id });
const NONE = '00000000-0000-7000-8000-000000000000';

export const listReceipts = defineEndpoint({
  id: 'listReceipts',
  method: 'GET',
  path: '/api/v1/ingestion-receipts/',
  summary:
    'Signed proofs that no mail of a feed and an hour is missing, newest first; of each hour the last one.',
  query: PageQuery.extend({
    feed_id: Id.optional(),
    status: Receipt.shape.status.optional(),
    /** Windows that begin at or after it. */
    from: Timestamp.optional(),
    /** Windows that begin before it. */
    to: Timestamp.optional(),
  }),
  reply: pageOf(Receipt),
  access: readers,
  audit: { none: 'reads only' },
});

export const getReceipt = defineEndpoint({
  id: 'getReceipt',
  method: 'GET',
  path: '/api/v1/ingestion-receipts/{receipt_id}/',
  summary: 'A receipt with the text that was signed and the mails that were missing.',
  params: one,
  reply: ReceiptDetail,
  errors: ['not_found'],
  access: readers,
  audit: { none: 'reads only' },
  example: { params: { receipt_id: NONE } },
});

export const verifyReceipt = defineEndpoint({
  id: 'verifyReceipt',
  method: 'POST',
  path: '/api/v1/ingestion-receipts/{receipt_id}/verify/',
  summary: 'Check the signature of a receipt, and that what is shown is what was signed.',
  params: one,
  reply: z.object({
    valid: z.boolean(),
    /** A sentence for people. */
    detail: z.string(),
  }),
  errors: ['not_found'],
  access: readers,
  audit: { none: 'changes nothing' },
  example: { params: { receipt_id: NONE } },
});

export const listReceiptKeys = defineEndpoint({
  id: 'listReceiptKeys',
  method: 'GET',
  path: '/api/v1/receipt-keys/',
  summary: 'The public keys that receipts are signed with, to check them without us.',
  reply: pageOf(
    z.object({
      key_id: z.string(),
      algorithm: z.literal('Ed25519'),
      /** SPKI, PEM. */
      public_key: z.string(),
    }),
  ),
  access: readers,
  audit: { none: 'reads only' },
});

export const checkMailFeed = defineEndpoint({
  id: 'checkMailFeed',
  method: 'POST',
  path: '/api/v1/mail-feeds/{feed_id}/check/',
  summary:
    'Prove a window of a feed now. What is missing is fetched; ask again for the receipt that says so.',
  params: z.object({ feed_id: Id }),
  /** At most 31 days; what lies in the future is left out. */
  body: z
    .object({ from: Timestamp, to: Timestamp })
    .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
      path: ['to'],
      error: 'must be later than from',
    })
    .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= 31 * 86_400_000, {
      path: ['to'],
      error: 'must be within 31 days of from',
    }),
  status: 201,
  reply: ReceiptDetail,
  errors: ['not_found', 'feed_off', 'other_side_failed'],
  access: readers,
  audit: { event: 'ingestion.receipt_signed' },
  example: {
    params: { feed_id: NONE },
    body: { from: '2026-11-02T09:00:00Z', to: '2026-11-02T10:00:00Z' },
  },
});

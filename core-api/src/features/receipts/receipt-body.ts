import { ReceiptCounts } from '@pebble/contract/receipts';
import canonicalize from 'canonicalize';
import { z } from 'zod';

const Mail = z.object({
  id: z.string(),
  received_at: z.string(),
  internet_message_id: z.string().nullable(),
  reason: z.string().nullable(),
});
export type ReceiptMail = z.infer<typeof Mail>;

/** What a receipt says, and all that it says: the columns beside it are for finding it. */
export const ReceiptBody = z.object({
  version: z.literal(1),
  tenant_id: z.string(),
  feed_id: z.string(),
  feed: z.string(),
  connection: z.string(),
  mailbox: z.string(),
  remote_mailbox: z.string(),
  folder: z.string(),
  from: z.string(),
  to: z.string(),
  revision: z.number(),
  status: z.enum(['complete', 'pending', 'gap', 'doubled']),
  counts: ReceiptCounts,
  /** SHA-256 over the ids of all mails seen, sorted, one a line: two looks at the same mails say the same. */
  ids_sha256: z.string(),
  missing: z.array(Mail),
  late: z.array(Mail),
  doubled: z.array(Mail),
  signed_at: z.string(),
  key_id: z.string(),
});
export type ReceiptBody = z.infer<typeof ReceiptBody>;

/** RFC 8785: whoever checks the signature elsewhere gets the same bytes from the same facts. */
export function toText(body: ReceiptBody): string {
  const text = canonicalize(body);
  if (text === undefined) throw new Error('nothing to sign');
  return text;
}

export function fromText(text: string): ReceiptBody {
  return ReceiptBody.parse(JSON.parse(text));
}

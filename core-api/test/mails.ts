import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database } from '../src/db/database.ts';
import { acceptBatch } from '../src/features/ingestion/accept-batch.ts';
import { fromRawMail } from '../src/features/ingestion/incoming-mail.ts';
import type { SeededTenant } from './seed.ts';

export interface TestMail {
  from?: string;
  to?: string;
  cc?: string;
  subject?: string;
  body?: string;
  /** Without angle brackets; null for a mail that has none. */
  messageId?: string | null;
  inReplyTo?: string;
  references?: readonly string[];
  date?: string;
  threadIndex?: string;
}

/** A raw RFC 5322 mail; what is left out is harmless, and the Message-ID is new each time. */
export function rawMail(mail: TestMail = {}): Uint8Array {
  const messageId = mail.messageId === undefined ? `${randomUUID()}@buyer.example` : mail.messageId;
  const headers = [
    `From: ${mail.from ?? 'Ada Byron <ada@buyer.example>'}`,
    `To: ${mail.to ?? 'sales@north.ours.example'}`,
    ...(mail.cc ? [`Cc: ${mail.cc}`] : []),
    `Subject: ${mail.subject ?? 'Ball valves'}`,
    `Date: ${mail.date ?? 'Mon, 02 Nov 2026 09:00:00 +0530'}`,
    ...(messageId === null ? [] : [`Message-ID: <${messageId}>`]),
    ...(mail.inReplyTo ? [`In-Reply-To: <${mail.inReplyTo}>`] : []),
    ...(mail.references ? [`References: ${mail.references.map((id) => `<${id}>`).join(' ')}`] : []),
    ...(mail.threadIndex ? [`Thread-Index: ${mail.threadIndex}`] : []),
    'Content-Type: text/plain; charset=utf-8',
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${mail.body ?? 'Please quote forty ball valves.'}\r\n`);
}

/** Accepts a raw mail for a tenant the way the API does, and returns its tracking id. */
export async function acceptRaw(db: Database, tenant: SeededTenant, raw: Uint8Array): Promise<string> {
  const trackingId = uuid();
  const mail = await fromRawMail(raw, undefined);
  const offer = { mail, trackingId, correlationId: `accept-${trackingId}` };
  const [verdict] = await db.withTenant(tenant.scope, (tx) => acceptBatch(tx, [offer]));
  if (verdict) throw verdict;
  return trackingId;
}

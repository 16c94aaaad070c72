import type { SyncErrorDetail } from '@pebble/contract/dead-letters';
import type { TenantTx } from '../../db/with-tenant.ts';
import { parsePayload, type MailPayload } from '../jobs/mail-payload.ts';
import { parseHeaders } from '../../mail/parse-headers.ts';
import type { Envelope } from '../../mail/parsed-mail.ts';

/** As much of a raw mail as its header block hardly ever exceeds. JSON has no beginning that can be read alone. */
const HEADER_BYTES = 64 * 1024;

/** Who wrote to whom about what; null when the mail cannot be read that far. */
export async function envelopeOf(tx: TenantTx, trackingId: string): Promise<SyncErrorDetail['envelope']> {
  const { rows } = await tx.sql.raw<{ rows: { format: MailPayload['format']; beginning: Buffer }[] }>(
    `SELECT format, CASE WHEN format = 'json' THEN raw ELSE substring(raw FROM 1 FOR ?) END AS beginning
     FROM inbound_emails WHERE id = ?`,
    [HEADER_BYTES, trackingId],
  );
  const [mail] = rows;
  if (!mail) return null;
  // Mail is here because something is wrong with it, and that may be just this.
  const envelope = await readEnvelope(mail.format, mail.beginning).catch(() => null);
  return envelope && show(envelope);
}

function readEnvelope(format: MailPayload['format'], bytes: Buffer): Promise<Envelope> {
  return format === 'json' ? parsePayload({ format, bytes }) : parseHeaders(bytes);
}

function show({
  subject,
  fromName,
  fromAddress,
  to,
  cc,
  messageId,
  sentAt,
}: Envelope): SyncErrorDetail['envelope'] {
  const from = fromName === '' ? fromAddress : `${fromName} <${fromAddress}>`;
  return { subject, from, to, cc, message_id: messageId, sent_at: sentAt?.toISOString() ?? null };
}

import type { Attachment, Mail } from '@pebble/contract/cards';
import type { TenantTx } from '../../db/with-tenant.ts';

interface MailRow {
  id: string;
  card_id: string;
  inbound_id: string;
  message_id: string | null;
  subject: string;
  from_name: string;
  from_address: string;
  to_addresses: string[];
  cc_addresses: string[];
  text_body: string;
  html_body: string | null;
  sent_at: Date | null;
  received_at: Date;
}

type AttachmentRow = Attachment & { inbound_id: string };

/** The mails of a card, oldest first, with the names of their attachments but not their content. */
export async function mailsOfCard(tx: TenantTx, cardId: string): Promise<Mail[]> {
  const mails = await tx
    .sql<MailRow>('emails')
    .where({ card_id: cardId })
    .orderBy([{ column: 'received_at' }, { column: 'id' }])
    .select<MailRow[]>();
  const attachments = await tx
    .sql<AttachmentRow>('attachments')
    .whereRaw('inbound_id = ANY (?)', [mails.map((mail) => mail.inbound_id)])
    .orderBy('position')
    .select('id', 'inbound_id', 'filename', 'content_type', 'size', 'state', 'reason');
  return mails.map((mail) =>
    toMail(
      mail,
      attachments.filter((one) => one.inbound_id === mail.inbound_id),
    ),
  );
}

function toMail(row: MailRow, attachments: Attachment[]): Mail {
  return {
    id: row.id,
    tracking_id: row.inbound_id,
    message_id: row.message_id,
    subject: row.subject,
    from_name: row.from_name,
    from_address: row.from_address,
    to: row.to_addresses,
    cc: row.cc_addresses,
    text: row.text_body,
    html: row.html_body,
    sent_at: row.sent_at?.toISOString() ?? null,
    received_at: row.received_at.toISOString(),
    attachments,
  };
}

import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { mailKey } from '../../mail/mail-identity.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { InboundMail } from './inbound-mail.ts';

/** A mail and the card that it lies on. */
export interface PlacedMail {
  inbound: InboundMail;
  mail: ParsedMail;
  cardId: string;
  correlationId: string;
}

/** Puts the readable forms of mails on their cards. The raw form stays with the inbound mail. */
export async function insertEmails(tx: TenantTx, placed: readonly PlacedMail[]): Promise<void> {
  const emails = placed.map(({ inbound, mail, cardId, correlationId }) => ({
    id: newId(),
    entity_id: inbound.entity_id,
    card_id: cardId,
    inbound_id: inbound.id,
    correlation_id: correlationId,
    message_id: mail.messageId,
    subject: mail.subject,
    from_name: mail.fromName,
    from_address: mail.fromAddress,
    to_addresses: mail.to,
    cc_addresses: mail.cc,
    text_body: mail.text,
    html_body: mail.html,
    sent_at: mail.sentAt,
    received_at: inbound.received_at,
    mail_key: mailKey(mail).hash.toString('hex'),
  }));
  await tx.sql.raw(INSERT_EMAILS, [tx.scope.tenantId, JSON.stringify(emails)]);
}

/** One statement whatever the number of mails, so that it is planned once. */
const INSERT_EMAILS = `
  INSERT INTO emails (tenant_id, id, entity_id, card_id, inbound_id, correlation_id, message_id, subject, from_name, from_address,
    to_addresses, cc_addresses, text_body, html_body, sent_at, received_at, mail_key)
  SELECT ?, id, entity_id, card_id, inbound_id, correlation_id, message_id, subject, from_name, from_address,
    to_addresses, cc_addresses, text_body, html_body, sent_at, received_at, decode(mail_key, 'hex')
  FROM json_to_recordset(?::json) AS e (
    id uuid, entity_id uuid, card_id uuid, inbound_id uuid, correlation_id text, message_id text, subject text, from_name text,
    from_address text, to_addresses jsonb, cc_addresses jsonb, text_body text, html_body text, sent_at timestamptz,
    received_at timestamptz, mail_key text)`;

import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { mailKey } from '../../mail/mail-identity.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import type { InboundMail } from './inbound-mail.ts';

/** Puts the readable form of a mail on its card. The raw form stays with the inbound mail. */
export async function insertEmail(
  tx: TenantTx,
  inbound: InboundMail,
  mail: ParsedMail,
  cardId: string,
): Promise<void> {
  await tx.sql('emails').insert({
    id: newId(),
    tenant_id: inbound.tenant_id,
    entity_id: inbound.entity_id,
    card_id: cardId,
    inbound_id: inbound.id,
    message_id: mail.messageId,
    subject: mail.subject,
    from_name: mail.fromName,
    from_address: mail.fromAddress,
    to_addresses: JSON.stringify(mail.to),
    cc_addresses: JSON.stringify(mail.cc),
    text_body: mail.text,
    html_body: mail.html,
    sent_at: mail.sentAt,
    received_at: inbound.received_at,
    mail_key: mailKey(mail).hash,
  });
}

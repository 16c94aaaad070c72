import type { MailEvent } from '@pebble/contract/jobs';
import type { z } from 'zod';
import type { InboundMail } from '../features/jobs/inbound-mail.ts';
import type { ParsedMail } from '../mail/parsed-mail.ts';

/** Flows judge the beginning of a mail; a megabyte of quoted history would only slow every engine down. */
const MAX_BODY_CHARACTERS = 100_000;

/** What a flow's trigger is given of a mail, and the token by which its steps act on it. */
export function toMailEvent(
  inbound: InboundMail,
  mail: ParsedMail,
  jobToken: string,
): z.infer<typeof MailEvent> {
  return {
    tracking_id: inbound.id,
    job_token: jobToken,
    entity_id: inbound.entity_id,
    mailbox: inbound.mailbox,
    received_at: inbound.received_at.toISOString(),
    source: {
      system: inbound.source_system,
      connection: inbound.source_connection,
      // A feed may read it under another address than the one that is ours.
      mailbox: inbound.source_mailbox ?? inbound.mailbox,
      external_id: inbound.source_external_id,
    },
    mail: {
      subject: mail.subject,
      from: mail.fromName === '' ? mail.fromAddress : `${mail.fromName} <${mail.fromAddress}>`,
      to: mail.to,
      cc: mail.cc,
      body: mail.text.slice(0, MAX_BODY_CHARACTERS),
      message_id: mail.messageId,
      attachment_names: mail.attachments.map((part) => part.filename),
    },
  };
}

import type { ClassifyInput } from '@pebble/contract/classify';
import type { ParsedMail } from '../../../mail/parsed-mail.ts';

/** A parsed mail as the classifier takes it: no contents of attachments, only their names. */
export function classifyInputOf(mail: ParsedMail): ClassifyInput {
  const inReplyTo = mail.inReplyTo[0];
  return {
    subject: mail.subject,
    from: mail.fromAddress,
    body: mail.text,
    to: mail.to,
    cc: mail.cc,
    references: mail.references,
    ...(inReplyTo === undefined ? {} : { in_reply_to: inReplyTo }),
    headers: {},
    attachment_urls: mail.attachmentUrls,
    attachment_names: mail.attachments.map(({ filename }) => filename),
  };
}

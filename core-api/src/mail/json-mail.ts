import type { JsonMail } from '@pebble/contract/ingestion';
import { cleanText } from './clean-text.ts';
import { readEnvelope } from './envelope.ts';
import { headerMap } from './header-map.ts';
import { htmlToText } from './html-to-text.ts';
import type { Envelope, ParsedMail } from './parsed-mail.ts';

/**
 * A mail that came as JSON, in the same shape as a raw one. A named field wins over its twin in `headers`; the date is
 * the Date header, else the moment of receipt. Throws InvalidMail when `from` holds no address.
 */
export async function mailFromJson(mail: JsonMail): Promise<ParsedMail> {
  const html = cleanText(mail.html ?? '');
  const text = cleanText(mail.body).trim();
  return {
    ...envelopeFromJson(mail),
    headers: headerMap(Object.entries(mail.headers).map(([key, value]) => ({ key, value }))),
    text: text || (html && (await htmlToText(html))),
    html: html || null,
    attachments: [],
    attachmentUrls: mail.attachment_urls,
  };
}

/** The part of it that accepting the mail needs. Throws InvalidMail when `from` holds no address. */
export function envelopeFromJson(mail: JsonMail): Envelope {
  const header = headerReader(mail.headers);
  return readEnvelope({
    messageId: mail.message_id ?? header('message-id'),
    inReplyTo: mail.in_reply_to ?? header('in-reply-to'),
    references: mail.references.length > 0 ? mail.references.join(' ') : header('references'),
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    subject: mail.subject,
    date: header('date') || (mail.received_at ?? ''),
  });
}

function headerReader(headers: Record<string, string>): (name: string) => string {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byName.get(name) ?? '';
}

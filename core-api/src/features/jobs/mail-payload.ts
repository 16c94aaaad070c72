import { JsonMail } from '@pebble/contract/ingestion';
import { mailFromJson } from '../../mail/json-mail.ts';
import { parseMail } from '../../mail/parse-mail.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';

/** A mail as it was handed over. */
export interface MailPayload {
  format: 'rfc822' | 'json';
  bytes: Uint8Array;
}

/** @throws InvalidMail, or ZodError and SyntaxError for JSON that is no mail */
export async function parsePayload({ format, bytes }: MailPayload): Promise<ParsedMail> {
  if (format === 'rfc822') return parseMail(bytes);
  // As it was read when it came: a TextDecoder drops a byte order mark, which JSON.parse refuses.
  return mailFromJson(JsonMail.parse(JSON.parse(new TextDecoder().decode(bytes))));
}

import { JsonMail } from '@pebble/contract/ingestion';
import { mailFromJson } from '../../mail/json-mail.ts';
import { ParseApart, type ParseTask } from '../../mail/parse-apart.ts';
import { parseMail, readPlainly } from '../../mail/parse-mail.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';

/** A mail as it was handed over. */
export interface MailPayload {
  format: 'rfc822' | 'json';
  bytes: Uint8Array;
}

/** Up to here parsing takes a moment at worst, whatever a mail is made of. */
const INLINE_BYTES = 64 * 1024;

const apart = new ParseApart();

/**
 * Reads a mail. A large one is parsed beside the event loop; one that would keep a parser busy for too long is read plainly, its
 * body as it came.
 *
 * @throws InvalidMail, or ZodError and SyntaxError for JSON that is no mail
 */
export async function parsePayload({ format, bytes }: MailPayload): Promise<ParsedMail> {
  // As it was read when it came: a TextDecoder drops a byte order mark, which JSON.parse refuses.
  const task =
    format === 'rfc822'
      ? { raw: bytes }
      : { json: JsonMail.parse(JSON.parse(new TextDecoder().decode(bytes))) };
  if (bytes.byteLength > INLINE_BYTES) return (await apart.parse(task, bytes.byteLength)) ?? plainly(task);
  return 'raw' in task ? parseMail(task.raw) : mailFromJson(task.json);
}

function plainly(task: ParseTask): Promise<ParsedMail> {
  if ('raw' in task) return readPlainly(task.raw);
  const { html = '', ...json } = task.json;
  return mailFromJson({ ...json, body: json.body.trim() === '' ? html : json.body });
}

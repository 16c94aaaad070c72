import { SyncErrorDetail, type SyncErrorPayload } from '@pebble/contract/dead-letters';
import { JsonMail } from '@pebble/contract/ingestion';
import { createHash, randomUUID } from 'node:crypto';
import { ENTITIES } from './fake-people.ts';

type Format = SyncErrorPayload['format'];

/** A mail as it was handed over. */
export interface KeptMail {
  format: Format;
  text: string;
}

/** A dead letter with its mail, as it came and as it was edited. */
export interface FakeLetter {
  detail: SyncErrorDetail;
  original: KeptMail;
  edited: KeptMail | null;
}

/** Why a mail dies. */
export interface FakeCause {
  errorClass: string;
  step: string | null;
  message: string;
  failed: string;
  todo: string;
}

const TOO_MANY: FakeCause = {
  errorClass: 'InvalidMail',
  step: null,
  message: 'The mail has more than 1000 attachments.',
  failed:
    'the mail cannot be read: its header is damaged or names no sender, or it is a bomb of attachments.',
  todo: 'Open the mail, mend what the message names, try it out, and redrive it. Discard it when it is rubbish.',
};

/** What kills a mail whenever it is processed, or null for one that goes through. As in the worker, it is too many parts. */
export function causeOf({ text }: KeptMail): FakeCause | null {
  return text.split('Content-Disposition: attachment').length > 1001 ? TOO_MANY : null;
}

/** Subject, sender and text, as far as a stand-in needs to read them. */
export function readMail({ format, text }: KeptMail): { subject: string; from: string; body: string } {
  if (format === 'json') return JsonMail.parse(JSON.parse(text));
  const header = (name: string): string => new RegExp(`^${name}: (.*?)\\r?$`, 'im').exec(text)?.[1] ?? '';
  return { subject: header('Subject'), from: header('From'), body: text.split(/\r?\n\r?\n/)[2] ?? '' };
}

/** A letter that has just died of `cause`. */
export function deadLetterOf(original: KeptMail, cause: FakeCause, at: string, entity = 'gulf'): FakeLetter {
  const { subject, from } = readMail(original);
  const address = /<(.*)>/.exec(from)?.[1] ?? from;
  const { id: entityId, name } = ENTITIES.find(({ slug }) => slug === entity) ?? ENTITIES[0]!;
  const mailbox = `sales@${entity}.meridian.example`;
  const death = deathOf(cause, 1, at);
  const detail = SyncErrorDetail.parse({
    ...death,
    id: randomUUID(),
    tracking_id: randomUUID(),
    entity_id: entityId,
    entity_name: name,
    status: 'open',
    version: 1,
    explanation: {
      failed: cause.failed,
      touches: `The mail from ${address} to ${mailbox} (${name}) has no card yet; nobody is working on it.`,
      todo: cause.todo,
    },
    from_address: address,
    mailbox,
    received_at: at,
    deaths: 1,
    created_at: at,
    last_died_at: at,
    payload_format: original.format,
    payload_bytes: original.text.length,
    payload_destroyed_at: null,
    edited: false,
    settled_by: null,
    settled_at: null,
    settled_reason: null,
    envelope: {
      subject,
      from,
      to: [mailbox],
      cc: [],
      message_id: `<${randomUUID()}@mail.example>`,
      sent_at: at,
    },
    edit: null,
    history: [death],
  });
  return { detail, original, edited: null };
}

export function deathOf({ errorClass, step, message }: FakeCause, number: number, at: string) {
  const fingerprint = createHash('sha256')
    .update(`${errorClass} ${step} ${message}`)
    .digest('hex')
    .slice(0, 16);
  const traceback = `${errorClass}: ${message}\n    at parseMail (core-api/src/mail/parse-mail.ts:24:11)\n    at processMail (core-api/src/worker/process-mail.ts:58:3)`;
  return { number, died_at: at, attempts: 1, fingerprint, error_class: errorClass, step, message, traceback };
}

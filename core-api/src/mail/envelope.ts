import { addressParser, decodeWords, type Email, type Mailbox } from 'postal-mime';
import { cleanLine } from './clean-text.ts';
import { readMessageIds } from './message-ids.ts';
import { type Envelope, InvalidMail } from './parsed-mail.ts';

/** Header values in any case and form, as a mail or a JSON client gives them. */
export interface RawEnvelope {
  messageId: string;
  inReplyTo: string;
  references: string;
  from: string;
  to: readonly string[];
  cc: readonly string[];
  subject: string;
  date: string;
}

/** The first value of each header that an envelope is made of; values may hold encoded words. */
export function rawEnvelopeOf(headers: Email['headers']): RawEnvelope {
  const all = (key: string) => headers.filter((header) => header.key === key).map((header) => header.value);
  const first = (key: string) => all(key)[0] ?? '';
  return {
    messageId: first('message-id'),
    inReplyTo: first('in-reply-to'),
    references: first('references'),
    from: first('from'),
    to: all('to'),
    cc: all('cc'),
    subject: decodeWords(first('subject')),
    date: first('date'),
  };
}

/** Throws InvalidMail when there is no sender address, for then nobody could be answered. */
export function readEnvelope(raw: RawEnvelope): Envelope {
  const sender = mailboxes([raw.from])[0];
  if (!sender) throw new InvalidMail('from', 'The mail has no sender address.');
  return {
    messageId: readMessageIds(raw.messageId)[0] ?? null,
    inReplyTo: readMessageIds(raw.inReplyTo),
    references: readMessageIds(raw.references),
    fromName: cleanLine(sender.name),
    fromAddress: cleanLine(sender.address).toLowerCase(),
    to: mailboxes(raw.to).map(formatMailbox),
    cc: mailboxes(raw.cc).map(formatMailbox),
    subject: cleanLine(raw.subject),
    sentAt: readDate(raw.date),
  };
}

function mailboxes(values: readonly string[]): Mailbox[] {
  return values
    .flatMap((value) => addressParser(value, { flatten: true }) as Mailbox[])
    .filter((mailbox) => mailbox.address.includes('@'));
}

function formatMailbox({ name, address }: Mailbox): string {
  return cleanLine(name ? `${name} <${address}>` : address);
}

// Years outside four digits cannot be written as an RFC 3339 timestamp, and are always a broken clock.
function readDate(value: string): Date | null {
  const date = new Date(value);
  const year = date.getUTCFullYear();
  return year >= 1970 && year <= 9999 ? date : null;
}

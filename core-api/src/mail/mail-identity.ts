import { createHash } from 'node:crypto';
import { normaliseMessageId } from './message-ids.ts';
import type { ParsedMail } from './parsed-mail.ts';

/** What makes a mail the same mail when it comes again. `hash` is SHA-256, 32 bytes. */
export interface MailKey {
  kind: 'message_id' | 'fingerprint';
  hash: Buffer;
}

/** Only so many ancestors can join a mail to a thread: a sender may write as many identifiers as fit into a header. */
const MAX_REFERENCES = 100;
const MAX_ANSWERED = 10;

/** The key of decision 7: the Message-ID, or without one a fingerprint of sender, subject, date and body. */
export function mailKey(mail: ParsedMail): MailKey {
  const id = mail.messageId === null ? '' : normaliseMessageId(mail.messageId);
  if (id !== '') return { kind: 'message_id', hash: sha256(id) };
  return { kind: 'fingerprint', hash: fingerprint(mail) };
}

/** The key of a mail of which only its Message-ID is known; null when that says nothing. */
export function keyOfMessageId(messageId: string): Buffer | null {
  const id = normaliseMessageId(messageId);
  return id === '' ? null : sha256(id);
}

/** Keys of the mails that a mail names as the ones before it, each as their `mailKey`. */
export interface Ancestors {
  /** What it answers. */
  answered: Buffer[];
  /** The thread as it knows it, nearest first. */
  referenced: Buffer[];
}

export function ancestorsOf(mail: ParsedMail): Ancestors {
  return {
    answered: keysOf(mail.inReplyTo.slice(0, MAX_ANSWERED)),
    referenced: keysOf(nearestReferences(mail.references)),
  };
}

/** Hashes of all identifiers in a mail: its own key first, then its ancestors, nearest first, each once. */
export function threadKeys(mail: ParsedMail): Buffer[] {
  const { answered, referenced } = ancestorsOf(mail);
  const hashes = [mailKey(mail).hash, ...answered, ...referenced];
  return hashes.filter((hash, at) => hashes.findIndex((other) => other.equals(hash)) === at);
}

function keysOf(ids: readonly string[]): Buffer[] {
  return ids
    .map(normaliseMessageId)
    .filter((id) => id !== '')
    .map(sha256);
}

// The first reference is the root of the thread and worth more than any in the middle.
function nearestReferences(references: readonly string[]): string[] {
  const newestFirst = references.toReversed();
  if (newestFirst.length <= MAX_REFERENCES) return newestFirst;
  return [...newestFirst.slice(0, MAX_REFERENCES - 1), ...references.slice(0, 1)];
}

/**
 * Attachments count as body: a scanner sends mail after mail with one subject, no text and no Message-ID, and taking
 * the second for a copy of the first would lose it. Case and wording count; white space does not, since gateways
 * re-wrap lines.
 */
function fingerprint(mail: ParsedMail): Buffer {
  const files = mail.attachments.map((part) => sha256(part.content).toString('hex')).sort();
  const parts = [
    mail.fromAddress,
    collapse(mail.subject),
    mail.sentAt?.toISOString() ?? '',
    collapse(mail.text),
    files,
    mail.attachmentUrls.toSorted(),
  ];
  return sha256(JSON.stringify(parts));
}

function collapse(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

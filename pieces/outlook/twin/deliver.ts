import type { Mailbox } from './mailbox.ts';
import { parseMail, plainMail, type MailParts } from './mime.ts';
import type { StoredMessage } from './stored.ts';
import type { World } from './world.ts';

export interface DeliverOptions {
  /** Id or well-known name; `inbox` when left out. */
  folder?: string;
  /** ISO 8601; now when left out. */
  receivedAt?: string;
  isRead?: boolean;
}

/** Puts a mail into a mailbox, as MIME or from its parts. */
export async function deliver(
  world: World,
  mailbox: Mailbox,
  mail: Uint8Array | string | MailParts,
  options: DeliverOptions = {},
): Promise<StoredMessage> {
  const at = options.receivedAt === undefined ? world.now() : Date.parse(options.receivedAt);
  // A mailbox keeps this instant to the second.
  const receivedAt = Math.floor(at / 1000) * 1000;
  const drawn = `<${Math.floor(world.random() * 36 ** 8).toString(36)}.${receivedAt.toString(36)}@graph-twin.example>`;
  const original = toMime(mail, mailbox, drawn, receivedAt);
  const rewritten = world.random() < world.dials.rewriteMessageId;
  const raw = rewritten ? withMessageId(original, drawn) : original;
  const parsed = await parseMail(raw);
  return mailbox.add({
    ...{
      folder: mailbox.folder(options.folder ?? 'inbox').id,
      raw,
      createdAt: world.now(),
      modifiedAt: world.now(),
    },
    ...{ receivedAt, sentAt: parsed.date ?? receivedAt, subject: parsed.subject, body: parsed.body },
    ...{
      from: parsed.from,
      to: parsed.to,
      cc: parsed.cc,
      bcc: [],
      replyTo: parsed.replyTo,
      headers: parsed.headers,
    },
    // Exchange gives one to a mail that came without.
    internetMessageId: parsed.internetMessageId ?? drawn,
    conversation: parsed.references[0] ?? parsed.inReplyTo ?? parsed.internetMessageId ?? drawn,
    inReplyTo: parsed.inReplyTo,
    ...{
      isRead: options.isRead ?? false,
      isDraft: false,
      importance: 'normal',
      flag: 'notFlagged',
      categories: [],
    },
    attachments: parsed.attachments.map((one, at) => ({
      ...one,
      id: `AAMkADIyB${Buffer.from(`${drawn}.${at}`).toString('base64url')}`,
      isInline: one.contentId !== null,
      modifiedAt: receivedAt,
    })),
  });
}

function toMime(
  mail: Uint8Array | string | MailParts,
  mailbox: Mailbox,
  drawn: string,
  at: number,
): Uint8Array {
  if (mail instanceof Uint8Array) return mail;
  if (typeof mail === 'string') return Buffer.from(mail);
  return plainMail({ to: mailbox.address, ...mail }, mail.messageId ?? drawn, at);
}

function withMessageId(raw: Uint8Array, id: string): Uint8Array {
  // One letter for each byte, so that nothing else of the mail changes.
  const text = Buffer.from(raw).toString('latin1');
  return Buffer.from(text.replace(/^Message-ID:.*$/im, `Message-ID: ${id}`), 'latin1');
}

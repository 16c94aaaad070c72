import { badRequest } from './graph-error.ts';
import type { Mailbox } from './mailbox.ts';
import type { Address, StoredAttachment, StoredFolder, StoredMessage } from './stored.ts';

export type Json = Record<string, unknown>;

/** To the second, as Graph writes it. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export interface View {
  immutable: boolean;
  /** Of `Prefer: outlook.body-content-type="text"`. */
  textBody: boolean;
}

/** Properties that only come when `$select` names them. */
const ON_DEMAND = new Set(['internetMessageHeaders', 'uniqueBody']);

/** A draft may lack them. */
const OF_PEOPLE = new Set(['from', 'sender']);

/** A message in Graph's words; with `select`, these properties and the id. */
export function renderMessage(
  mailbox: Mailbox,
  message: StoredMessage,
  view: View,
  select: readonly string[] = [],
): Json {
  const all = everything(mailbox, message, view);
  const strange = select.find((name) => !(name in all) && !OF_PEOPLE.has(name));
  if (strange !== undefined) {
    throw badRequest(
      `Could not find a property named '${strange}' on type 'microsoft.graph.message'.`,
      'BadRequest',
    );
  }
  const names =
    select.length > 0 ? ['id', ...select] : Object.keys(all).filter((name) => !ON_DEMAND.has(name));
  const shown = Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]]));
  return { '@odata.etag': `W/"${all['changeKey'] as string}"`, ...shown };
}

function everything(mailbox: Mailbox, message: StoredMessage, { immutable, textBody }: View): Json {
  const sender = message.from ? { from: recipient(message.from), sender: recipient(message.from) } : {};
  const body = textBody ? { contentType: 'text', content: plain(message) } : message.body;
  return {
    id: mailbox.messageId(message, immutable),
    createdDateTime: instant(message.createdAt),
    lastModifiedDateTime: instant(message.modifiedAt),
    changeKey: Buffer.from(`CQ${message.key}.${message.moves}.${message.changes}`).toString('base64'),
    categories: message.categories,
    receivedDateTime: instant(message.receivedAt),
    sentDateTime: instant(message.sentAt),
    hasAttachments: message.attachments.some(({ isInline }) => !isInline),
    internetMessageId: message.internetMessageId,
    subject: message.subject,
    bodyPreview: plain(message).slice(0, 255),
    importance: message.importance,
    parentFolderId: message.folder,
    conversationId: `AAQkADIy${Buffer.from(message.conversation).toString('base64')}`,
    conversationIndex: Buffer.from(message.conversation.padEnd(22, '.').slice(0, 22)).toString('base64'),
    isDeliveryReceiptRequested: false,
    isReadReceiptRequested: false,
    isRead: message.isRead,
    isDraft: message.isDraft,
    webLink: `https://outlook.example/owa/?ItemID=${encodeURIComponent(mailbox.messageId(message, immutable))}`,
    inferenceClassification: 'focused',
    body,
    uniqueBody: body,
    ...sender,
    toRecipients: message.to.map(recipient),
    ccRecipients: message.cc.map(recipient),
    bccRecipients: message.bcc.map(recipient),
    replyTo: message.replyTo.map(recipient),
    flag: { flagStatus: message.flag },
    internetMessageHeaders: message.headers,
  };
}

function recipient({ name, address }: Address): Json {
  return { emailAddress: { name, address } };
}

export function plain({ body }: StoredMessage): string {
  if (body.contentType === 'text') return body.content;
  return body.content
    .replace(/<(style|script)[\s\S]*?<\/\1>/gi, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

export function renderFolder(mailbox: Mailbox, folder: StoredFolder): Json {
  const messages = mailbox.inFolder(folder.id);
  return {
    id: folder.id,
    displayName: folder.name,
    ...(folder.parent === null ? {} : { parentFolderId: folder.parent }),
    childFolderCount: mailbox.folders.filter(({ parent }) => parent === folder.id).length,
    unreadItemCount: messages.filter(({ isRead }) => !isRead).length,
    totalItemCount: messages.length,
    isHidden: false,
  };
}

export function renderAttachment(file: StoredAttachment, withBytes: boolean): Json {
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    '@odata.mediaContentType': file.contentType,
    id: file.id,
    lastModifiedDateTime: instant(file.modifiedAt),
    name: file.name,
    contentType: file.contentType,
    size: file.bytes.length,
    isInline: file.isInline,
    ...(file.contentId === null ? {} : { contentId: file.contentId }),
    ...(withBytes ? { contentBytes: Buffer.from(file.bytes).toString('base64') } : {}),
  };
}

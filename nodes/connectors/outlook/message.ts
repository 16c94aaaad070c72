// Generated from pieces/outlook/src/message.ts by `npm run nodes:generate`: change it there.
import type { MailRef } from '../../kit/mail-source';
import { instantOf, listOf, needText, recordOf, textOf, type Json } from './read';

/** What the triggers give: how a mailbox knows a mail, without its content. */
export interface MessageRef extends MailRef {
  from_name: string;
  /** The thread, as Outlook sees it. */
  conversation_id: string;
  is_read: boolean;
  /** False when all of them are pictures inside the text. */
  has_attachments: boolean;
  parent_folder_id: string;
  /** Another one after each change. */
  change_key: string;
  /** ISO 8601, UTC. */
  modified_at: string | null;
}

/** A message as operations give it; whose it is, the flow has said itself. */
export interface Message extends Omit<MessageRef, 'mailbox'> {
  to: string[];
  cc: string[];
  bcc: string[];
  reply_to: string[];
  sent_at: string | null;
  is_draft: boolean;
  importance: string;
  flag: string;
  categories: string[];
  /** The first 255 letters. */
  preview: string;
  web_link: string;
  /** Only where it was asked for. */
  body?: { type: string; content: string };
  headers?: { name: string; value: string }[];
}

/** `received_at` of a message that does not tell it. */
export const UNKNOWN = '1970-01-01T00:00:00.000Z';

export const REF_SELECT =
  'subject,from,receivedDateTime,lastModifiedDateTime,internetMessageId,conversationId,isRead,isDraft,hasAttachments,parentFolderId,changeKey';
export const MESSAGE_SELECT = `${REF_SELECT},toRecipients,ccRecipients,bccRecipients,replyTo,sentDateTime,importance,flag,categories,bodyPreview,webLink`;

export function toRef(mailbox: string, message: Json): MessageRef {
  return { ...factsOf(message), mailbox };
}

function factsOf(message: Json): Omit<MessageRef, 'mailbox'> {
  return {
    id: needText(message, 'id'),
    received_at: instantOf(message, 'receivedDateTime') ?? UNKNOWN,
    internet_message_id: textOf(message, 'internetMessageId') || null,
    subject: textOf(message, 'subject'),
    from: addressOf(message['from']),
    from_name: textOf(recordOf(recordOf(message, 'from'), 'emailAddress'), 'name'),
    conversation_id: textOf(message, 'conversationId'),
    is_read: message['isRead'] === true,
    has_attachments: message['hasAttachments'] === true,
    parent_folder_id: textOf(message, 'parentFolderId'),
    change_key: textOf(message, 'changeKey'),
    modified_at: instantOf(message, 'lastModifiedDateTime'),
  };
}

export function toMessage(message: Json): Message {
  const body = recordOf(message, 'body');
  const headers = listOf(message, 'internetMessageHeaders') as Json[];
  return {
    ...factsOf(message),
    to: addresses(message, 'toRecipients'),
    cc: addresses(message, 'ccRecipients'),
    bcc: addresses(message, 'bccRecipients'),
    reply_to: addresses(message, 'replyTo'),
    sent_at: instantOf(message, 'sentDateTime'),
    is_draft: message['isDraft'] === true,
    importance: textOf(message, 'importance'),
    flag: textOf(recordOf(message, 'flag'), 'flagStatus'),
    categories: listOf(message, 'categories').map(String),
    preview: textOf(message, 'bodyPreview'),
    web_link: textOf(message, 'webLink'),
    ...('body' in message
      ? { body: { type: textOf(body, 'contentType').toLowerCase(), content: textOf(body, 'content') } }
      : {}),
    ...(headers.length > 0
      ? { headers: headers.map((one) => ({ name: textOf(one, 'name'), value: textOf(one, 'value') })) }
      : {}),
  };
}

function addresses(message: Json, name: string): string[] {
  return listOf(message, name).map(addressOf).filter(Boolean);
}

function addressOf(recipient: unknown): string {
  return textOf(recordOf(recordOf({ recipient }, 'recipient'), 'emailAddress'), 'address');
}

import { defineConnector } from '@pebble/kit/connector';
import { appAuth, delegatedAuth } from './auth.ts';
import { graphClient } from './client.ts';
import { folders } from './lookups.ts';
import { mail } from './mail.ts';
import { addAttachment } from './operations/add-attachment.ts';
import {
  createForwardDraft,
  createReplyAllDraft,
  createReplyDraft,
  forward,
  reply,
} from './operations/answer.ts';
import { batch } from './operations/batch.ts';
import { categoriseMessage } from './operations/categorise-message.ts';
import { copyMessage } from './operations/copy-message.ts';
import { createDraft } from './operations/create-draft.ts';
import { deleteMessage } from './operations/delete-message.ts';
import { createFolder, listFolders } from './operations/folders.ts';
import { getAttachment } from './operations/get-attachment.ts';
import { getMessage } from './operations/get-message.ts';
import { getMime } from './operations/get-mime.ts';
import { listAttachments } from './operations/list-attachments.ts';
import { listMessages } from './operations/list-messages.ts';
import { markMessage } from './operations/mark-message.ts';
import { moveMessage } from './operations/move-message.ts';
import { searchMessages } from './operations/search-messages.ts';
import { sendDraft } from './operations/send-draft.ts';
import { sendMessage } from './operations/send-message.ts';
import { updateDraft } from './operations/update-draft.ts';
import { newMail } from './triggers/new-mail.ts';
import { updatedMail } from './triggers/updated-mail.ts';

export const outlook = defineConnector({
  name: 'outlook',
  label: 'Microsoft Outlook',
  description:
    'Mail in Exchange Online, shared mailboxes too: read, file, answer, and start when mail comes.',
  version: '0.1.0',
  auth: [appAuth, delegatedAuth],
  client: graphClient,
  operations: [
    ...[getMessage, getMime, listMessages, searchMessages, moveMessage, copyMessage],
    ...[markMessage, categoriseMessage, sendMessage, reply, forward, deleteMessage],
    ...[createDraft, createReplyDraft, createReplyAllDraft, createForwardDraft, updateDraft, sendDraft],
    ...[listAttachments, getAttachment, addAttachment, listFolders, createFolder, batch],
  ],
  triggers: [newMail, updatedMail],
  lookups: { folders },
  mail,
});

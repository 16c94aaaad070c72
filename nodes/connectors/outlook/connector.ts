// Generated from pieces/outlook/src/connector.ts by `npm run nodes:generate`: change it there.
import { defineConnector } from '../../kit/connector';
import { appAuth, delegatedAuth } from './auth';
import { graphClient } from './client';
import { folders } from './lookups';
import { mail } from './mail';
import { addAttachment } from './operations/add-attachment';
import {
  createForwardDraft,
  createReplyAllDraft,
  createReplyDraft,
  forward,
  reply,
} from './operations/answer';
import { batch } from './operations/batch';
import { categoriseMessage } from './operations/categorise-message';
import { copyMessage } from './operations/copy-message';
import { createDraft } from './operations/create-draft';
import { deleteMessage } from './operations/delete-message';
import { createFolder, listFolders } from './operations/folders';
import { getAttachment } from './operations/get-attachment';
import { getMessage } from './operations/get-message';
import { getMime } from './operations/get-mime';
import { listAttachments } from './operations/list-attachments';
import { listMessages } from './operations/list-messages';
import { markMessage } from './operations/mark-message';
import { moveMessage } from './operations/move-message';
import { searchMessages } from './operations/search-messages';
import { sendDraft } from './operations/send-draft';
import { sendMessage } from './operations/send-message';
import { updateDraft } from './operations/update-draft';
import { newMail } from './triggers/new-mail';
import { updatedMail } from './triggers/updated-mail';

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

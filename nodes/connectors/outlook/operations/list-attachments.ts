// Generated from pieces/outlook/src/operations/list-attachments.ts by `npm run nodes:generate`: change it there.
import { operation } from '../../../kit/operation';
import { ATTACHMENT_SELECT, toAttachment } from '../attachment';
import type { Graph } from '../client';
import { mailbox, messageId } from '../fields';
import { readAll } from '../list';
import { messagePath, query } from '../path';

export const listAttachments = operation({
  name: 'list_attachments',
  label: 'List attachments',
  help: 'Lists what is attached to a mail, without the content; pictures inside the text are there too. Safe to repeat.',
  group: 'Attachment',
  idempotent: true,
  fields: { message_id: messageId, mailbox },
  async run(graph: Graph, { mailbox: box = '', message_id }) {
    const path = `${messagePath(message_id)}/attachments${query({ $select: ATTACHMENT_SELECT })}`;
    const found = await readAll(graph, { mailbox: box, method: 'GET', path }, 1000);
    return { attachments: found.map(toAttachment) };
  },
});

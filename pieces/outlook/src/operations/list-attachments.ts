import { operation } from '@pebble/kit/operation';
import { ATTACHMENT_SELECT, toAttachment } from '../attachment.ts';
import type { Graph } from '../client.ts';
import { mailbox, messageId } from '../fields.ts';
import { readAll } from '../list.ts';
import { messagePath, query } from '../path.ts';

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

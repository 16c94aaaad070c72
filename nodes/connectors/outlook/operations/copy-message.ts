// Generated from pieces/outlook/src/operations/copy-message.ts by `npm run nodes:generate`: change it there.
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { mailbox, messageId, targetFolder } from '../fields';
import { toMessage } from '../message';
import { messagePath } from '../path';
import { asRecord } from '../read';

export const copyMessage = operation({
  name: 'copy_message',
  label: 'Copy message',
  help: 'Puts a copy of a mail into another folder of its mailbox. Each run makes another copy.',
  group: 'Message',
  idempotent: false,
  fields: { message_id: messageId, folder: targetFolder, mailbox },
  async run(graph: Graph, { mailbox: box = '', message_id, folder }) {
    const path = `${messagePath(message_id)}/copy`;
    const copy = await graph.ask({ mailbox: box, method: 'POST', path, body: { destinationId: folder } });
    return toMessage(asRecord(copy));
  },
});

// Generated from pieces/outlook/src/operations/move-message.ts by `npm run nodes:generate`: change it there.
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { mailbox, messageId, targetFolder } from '../fields';
import { toMessage } from '../message';
import { messagePath } from '../path';
import { asRecord } from '../read';

export const moveMessage = operation({
  name: 'move_message',
  label: 'Move message',
  help: 'Moves a mail to another folder of its mailbox. Its ID stays the same, so this is safe to repeat.',
  group: 'Message',
  idempotent: true,
  fields: { message_id: messageId, folder: targetFolder, mailbox },
  async run(graph: Graph, { mailbox: box = '', message_id, folder }) {
    const moved = await graph.ask({
      mailbox: box,
      method: 'POST',
      path: `${messagePath(message_id)}/move`,
      body: { destinationId: folder },
      // With immutable ids a move to where it is already changes nothing.
      effect: 'repeatable',
    });
    return toMessage(asRecord(moved));
  },
});

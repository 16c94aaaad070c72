import { operation } from '@pebble/kit/operation';
import { decode, type Graph } from '../client.ts';
import { mailbox, messageId } from '../fields.ts';
import { codeOf } from '../graph-failure.ts';
import { messagePath } from '../path.ts';

export const deleteMessage = operation({
  name: 'delete_message',
  label: 'Delete message',
  help: 'Moves a mail to Deleted Items, or ends it when it is there already or a draft. One that has gone counts as deleted.',
  group: 'Message',
  // Not repeated by hosts: a second run takes the mail from Deleted Items for good.
  idempotent: false,
  fields: { message_id: messageId, mailbox },
  async run(graph: Graph, { mailbox: box = '', message_id }) {
    const request = {
      mailbox: box,
      method: 'DELETE',
      path: messagePath(message_id),
      effect: 'once',
    } as const;
    const response = await graph.answer(request);
    const gone = response.status === 404 && codeOf(response) === 'ErrorItemNotFound';
    if (!gone) decode(response, request);
    return { id: message_id, deleted: true };
  },
});

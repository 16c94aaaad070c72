// Generated from pieces/outlook/src/operations/get-message.ts by `npm run nodes:generate`: change it there.
import { boolean, choice } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { mailbox, messageId } from '../fields';
import { MESSAGE_SELECT, toMessage } from '../message';
import { messagePath, query } from '../path';
import { asRecord } from '../read';

export const getMessage = operation({
  name: 'get_message',
  label: 'Get message',
  help: 'Reads one mail with its text. Safe to repeat.',
  group: 'Message',
  idempotent: true,
  fields: {
    message_id: messageId,
    body_type: choice('Body type', {
      help: 'HTML is given as Outlook cleans it.',
      choices: { text: 'Plain text', html: 'HTML' },
      default: 'text',
      required: true,
    }),
    mailbox,
    headers: boolean('Headers', { help: 'Give the headers of the mail, too.', default: false }),
  },
  async run(graph: Graph, { mailbox: box = '', message_id, body_type, headers }) {
    const select = `${MESSAGE_SELECT},body${headers ? ',internetMessageHeaders' : ''}`;
    const found = await graph.ask({
      mailbox: box,
      method: 'GET',
      path: messagePath(message_id) + query({ $select: select }),
      prefer: [`outlook.body-content-type="${body_type}"`],
    });
    return toMessage(asRecord(found));
  },
});

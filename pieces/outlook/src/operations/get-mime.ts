import { operation } from '@pebble/kit/operation';
import type { Graph } from '../client.ts';
import { mailbox, messageId } from '../fields.ts';
import { readMime } from '../mime.ts';

export const getMime = operation({
  name: 'get_mime',
  label: 'Get message as file',
  help: 'Gives the whole mail as an .eml file (MIME), with everything that it holds. Safe to repeat.',
  group: 'Message',
  idempotent: true,
  fields: { message_id: messageId, mailbox },
  async run(graph: Graph, { mailbox: box = '', message_id }, { writeFile }) {
    const bytes = await readMime(graph, { mailbox: box, id: message_id });
    const file = { name: 'message.eml', content_type: 'message/rfc822' };
    return { file: await writeFile({ ...file, bytes }), ...file, size: bytes.length };
  },
});

// Generated from pieces/outlook/src/operations/send-message.ts by `npm run nodes:generate`: change it there.
import { list, text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { sendOwn } from '../draft';
import { bcc, body, bodyType, cc, mailbox } from '../fields';
import { asRecord, needText } from '../read';
import { demandRecipients, toGraph } from '../write';

export const sendMessage = operation({
  name: 'send_message',
  label: 'Send message',
  help: 'Sends a new mail: writes a draft and sends it. When sending stays unclear, the error names the draft, which "Send draft" sends once. Each run sends another mail.',
  group: 'Message',
  idempotent: false,
  fields: {
    to: list('To', { help: 'Addresses.', required: true }),
    subject: text('Subject', { help: 'One line.', required: true }),
    body_type: bodyType,
    ...{ mailbox, cc, bcc, body },
  },
  async run(graph: Graph, { mailbox: box = '', ...written }) {
    demandRecipients(written.to);
    const request = { mailbox: box, method: 'POST', path: '/messages', body: toGraph(written) } as const;
    return sendOwn(graph, box, needText(asRecord(await graph.ask(request)), 'id'));
  },
});

// Generated from pieces/outlook/src/operations/create-draft.ts by `npm run nodes:generate`: change it there.
import { text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { bcc, body, bodyType, cc, mailbox, to } from '../fields';
import { toMessage } from '../message';
import { asRecord } from '../read';
import { toGraph } from '../write';

export const createDraft = operation({
  name: 'create_draft',
  label: 'Create draft',
  help: 'Writes a new mail without sending it. Each run makes another draft; "Send draft" sends it, once only.',
  group: 'Draft',
  idempotent: false,
  fields: {
    subject: text('Subject', { help: 'One line.', required: true }),
    body_type: bodyType,
    ...{ mailbox, to, cc, bcc, body },
  },
  async run(graph: Graph, { mailbox: box = '', ...written }) {
    const request = { mailbox: box, method: 'POST', path: '/messages', body: toGraph(written) } as const;
    return toMessage(asRecord(await graph.ask(request)));
  },
});

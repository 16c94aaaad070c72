import { text } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import type { Graph } from '../client.ts';
import { bcc, body, bodyType, cc, draftId, mailbox, to } from '../fields.ts';
import { toMessage } from '../message.ts';
import { messagePath } from '../path.ts';
import { asRecord } from '../read.ts';
import { toGraph } from '../write.ts';

export const updateDraft = operation({
  name: 'update_draft',
  label: 'Update draft',
  help: 'Changes what is filled in; the rest of the draft stays. Safe to repeat.',
  group: 'Draft',
  idempotent: true,
  fields: {
    ...{ draft_id: draftId, body_type: bodyType, mailbox },
    subject: text('Subject', { help: 'One line.' }),
    ...{ to, cc, bcc, body },
  },
  async run(graph: Graph, { mailbox: box = '', draft_id, ...written }) {
    const request = {
      mailbox: box,
      method: 'PATCH',
      path: messagePath(draft_id),
      effect: 'repeatable',
    } as const;
    return toMessage(asRecord(await graph.ask({ ...request, body: toGraph(written) })));
  },
});

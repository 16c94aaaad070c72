// Generated from pieces/outlook/src/operations/update-draft.ts by `npm run nodes:generate`: change it there.
import { text } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { bcc, body, bodyType, cc, draftId, mailbox, to } from '../fields';
import { toMessage } from '../message';
import { messagePath } from '../path';
import { asRecord } from '../read';
import { toGraph } from '../write';

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

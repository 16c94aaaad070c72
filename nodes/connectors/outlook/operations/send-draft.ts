// Generated from pieces/outlook/src/operations/send-draft.ts by `npm run nodes:generate`: change it there.
import { operation } from '../../../kit/operation';
import type { Graph } from '../client';
import { sendOnce } from '../draft';
import { draftId, mailbox } from '../fields';

export const sendDraft = operation({
  name: 'send_draft',
  label: 'Send draft',
  help: 'Sends a draft. Safe to repeat: one that has been sent is not sent again.',
  group: 'Draft',
  idempotent: true,
  fields: { draft_id: draftId, mailbox },
  run: (graph: Graph, { mailbox: box = '', draft_id }) => sendOnce(graph, box, draft_id),
});

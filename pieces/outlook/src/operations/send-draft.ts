import { operation } from '@pebble/kit/operation';
import type { Graph } from '../client.ts';
import { sendOnce } from '../draft.ts';
import { draftId, mailbox } from '../fields.ts';

export const sendDraft = operation({
  name: 'send_draft',
  label: 'Send draft',
  help: 'Sends a draft. Safe to repeat: one that has been sent is not sent again.',
  group: 'Draft',
  idempotent: true,
  fields: { draft_id: draftId, mailbox },
  run: (graph: Graph, { mailbox: box = '', draft_id }) => sendOnce(graph, box, draft_id),
});

// Generated from pieces/outlook/src/operations/batch.ts by `npm run nodes:generate`: change it there.
import { json } from '../../../kit/field';
import { operation } from '../../../kit/operation';
import { readParts, runBatch } from '../batch';
import type { Graph } from '../client';
import { mailbox } from '../fields';

export const batch = operation({
  name: 'batch',
  label: 'Batch of requests',
  help: 'Sends many requests in few, each with its own answer: { id, status, ok, retry_after, body }. A part that fails is no error of the step. Safe to repeat only if all parts are.',
  group: 'Batch',
  idempotent: false,
  fields: {
    requests: json('Requests', {
      help: 'A list of { "method": "PATCH", "path": "/messages/ID", "body": {…} }. The path is below the mailbox; "id", "mailbox" and "depends_on" (a list of ids before it) may be given.',
      required: true,
    }),
    mailbox,
  },
  run: async (graph: Graph, { mailbox: box = '', requests }) => ({
    responses: await runBatch(graph, readParts(requests, box)),
  }),
});

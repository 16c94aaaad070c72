import { json } from '@pebble/kit/field';
import { operation } from '@pebble/kit/operation';
import { readParts, runBatch } from '../batch.ts';
import type { Graph } from '../client.ts';
import { mailbox } from '../fields.ts';

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

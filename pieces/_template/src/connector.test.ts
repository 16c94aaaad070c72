import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { toResponse } from '@pebble/kit/testing/replay-http';
import { UpstreamError } from '@pebble/kit/errors';
import { acme } from './connector.ts';

const TASK = { key: 'task-1', title: 'Call back', changed_at: '2026-03-02T09:15:00.000Z' };

describeConnector(acme, {
  operations: {
    // <step 4: record one exchange of each operation, scrubbed: what came back, and what the operation makes of it>
    put_task: {
      replies: [{ status: 200, body: { ...TASK, internal_note: 'not ours to read' } }],
      output: TASK,
      failures: [
        { what: 'an answer that is no task', reply: { status: 200, body: { key: 7 } }, error: UpstreamError },
      ],
    },
    // </step>
  },
  polls: {
    // <step 5: serve each trigger a few records, as the other side would for the query that it is sent>
    task_changed: {
      serve: (records) => async (request) => {
        const from = decodeURIComponent(request.url.split('changed_from=')[1] ?? '');
        const tasks = records.filter((record) => record.changed_at >= from);
        return toResponse({ status: 200, body: tasks.map((record) => ({ ...record, title: 'Call back' })) });
      },
    },
    // </step>
  },
});

import { describeConnector } from './describe-connector.ts';
import { toResponse } from './replay-http.ts';
import { sampleConnector } from './sample-connector.ts';

// The good one passes; suite.test.ts shows that every spoilt one does not.
describeConnector(sampleConnector(), {
  operations: { put_note: { replies: [{ status: 200, body: { ok: true } }], output: { ok: true } } },
  polls: {
    note_changed: { serve: (records) => async () => toResponse({ status: 200, body: records }) },
  },
});

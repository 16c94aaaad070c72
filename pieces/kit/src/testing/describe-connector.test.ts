import { describeConnector } from './describe-connector.ts';
import { toResponse } from './replay-http.ts';
import { hookKeeper, sampleConnector } from './sample-connector.ts';

// The good one passes; suite.test.ts shows that every spoilt one does not.
describeConnector(sampleConnector(), {
  operations: { put_note: { replies: [{ status: 200, body: { ok: true } }], output: { ok: true } } },
  polls: {
    note_changed: { serve: (records) => async () => toResponse({ status: 200, body: records }) },
  },
  subscriptions: {
    note_changed: {
      serve: hookKeeper,
      calls: [
        {
          what: 'a change',
          payload: ({ secret }) => ({ headers: { 'x-secret': secret }, query: {}, body: { key: 'a' } }),
          signal: 'poll',
        },
      ],
      handshake: {
        payload: { headers: {}, query: { challenge: 'word' }, body: '' },
        reply: { status: 200, body: 'word' },
      },
    },
  },
  lookups: {
    notes: {
      replies: [{ status: 200, body: [{ key: 'a' }] }],
      choices: [{ value: 'a', label: 'a' }],
    },
  },
});

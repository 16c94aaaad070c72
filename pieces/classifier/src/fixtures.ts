import type { ConnectorFixtures } from '@pebble/kit/testing/fixtures';

export const VERDICT = {
  stream: 'crm',
  intent: 'new_enquiry',
  probability: 0.91,
  rung: 'local_model',
  abstained: false,
  reasons: ['quote', 'valves'],
};

export const fixtures: ConnectorFixtures = {
  operations: {
    classify: {
      input: { from: 'Ada Byron <ada@buyer.example>' },
      replies: [{ status: 200, body: VERDICT }],
      output: VERDICT,
    },
  },
};

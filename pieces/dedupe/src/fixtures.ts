import type { ConnectorFixtures } from '@pebble/kit/testing/fixtures';

export const FIRST = {
  outcome: 'new',
  first_tracking_id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a01',
  card_id: null,
};
export const COPY = { ...FIRST, outcome: 'duplicate', card_id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a03' };

export const fixtures: ConnectorFixtures = {
  operations: { check_duplicate: { replies: [{ status: 200, body: FIRST }], output: FIRST } },
};

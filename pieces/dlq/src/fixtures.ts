import type { ConnectorFixtures } from '@pebble/kit/testing/fixtures';

export const RETRY = { decision: 'retry' };

export const fixtures: ConnectorFixtures = {
  operations: { report_failure: { replies: [{ status: 200, body: RETRY }], output: RETRY } },
};

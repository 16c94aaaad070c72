import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { dlq } from './connector.ts';

const RETRY = { decision: 'retry' };

describeConnector(dlq, {
  operations: { report_failure: { replies: [{ status: 200, body: RETRY }], output: RETRY } },
});

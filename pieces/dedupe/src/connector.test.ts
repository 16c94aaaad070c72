import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { answering } from '@pebble/kit/testing/probe-host';
import { expect, test } from 'vitest';
import { dedupe } from './connector.ts';

const FIRST = {
  outcome: 'new',
  first_tracking_id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a01',
  card_id: null,
};
const COPY = { ...FIRST, outcome: 'duplicate', card_id: '0198b1e4-7c1a-7e0e-9d2b-2f6f1f0c5a03' };

describeConnector(dedupe, {
  operations: { check_duplicate: { replies: [{ status: 200, body: FIRST }], output: FIRST } },
});

test('a copy names the mail it repeats, and that mail’s card', async () => {
  const { host, requests } = answering(dedupe, [{ status: 200, body: COPY }]);
  expect(await dedupe.operations[0]?.run(host, { job_token: 'job-token' })).toEqual(COPY);
  expect(requests.map((request) => request.method)).toEqual(['POST']);
});

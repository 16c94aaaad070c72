import { answering } from '@pebble/kit/testing/probe-host';
import { expect, test } from 'vitest';
import { dlq } from '../connector.ts';

test.each(['retry', 'dead'])('the flow is told the decision: %s', async (decision) => {
  const { host, requests } = answering(dlq, [{ status: 200, body: { decision } }]);
  const report = { step: 'create_or_append_card', reason: 'No card came back.' };
  expect(await dlq.operations[0]?.run(host, { job_token: 'job-token', ...report })).toEqual({ decision });
  expect(JSON.parse(String(requests[0]?.body))).toEqual(report);
});

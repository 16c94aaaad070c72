import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { answering } from '@pebble/kit/testing/probe-host';
import { expect, test } from 'vitest';
import { dedupe } from './connector.ts';
import { COPY, fixtures } from './fixtures.ts';

describeConnector(dedupe, fixtures);

test('a copy names the mail it repeats, and that mail’s card', async () => {
  const { host, requests } = answering(dedupe, [{ status: 200, body: COPY }]);
  expect(await dedupe.operations[0]?.run(host, { job_token: 'job-token' })).toEqual(COPY);
  expect(requests.map((request) => request.method)).toEqual(['POST']);
});

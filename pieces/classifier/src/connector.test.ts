import { describeConnector } from '@pebble/kit/testing/describe-connector';
import { answering } from '@pebble/kit/testing/probe-host';
import { expect, test } from 'vitest';
import { classifier } from './connector.ts';
import { VERDICT, fixtures } from './fixtures.ts';

describeConnector(classifier, fixtures);

test('a mail without subject and text is judged all the same', async () => {
  const { host, requests } = answering(classifier, [{ status: 200, body: VERDICT }]);
  await classifier.operations[0]?.run(host, {
    job_token: 'job-token',
    ...{ from: 'ada@buyer.example', subject: '', body: null },
  });
  expect(JSON.parse(String(requests[0]?.body))).toEqual({
    from: 'ada@buyer.example',
    subject: '',
    body: '',
    attachment_names: [],
  });
});

test('a mail without a sender is refused before anything is sent', async () => {
  const { host, requests } = answering(classifier, [{ status: 200, body: VERDICT }]);
  const judged = classifier.operations[0]?.run(host, {
    job_token: 'job-token',
    ...{ from: '', subject: 'Price for 40 valves' },
  });
  await expect(judged).rejects.toThrow('Field "from" is required');
  expect(requests).toEqual([]);
});

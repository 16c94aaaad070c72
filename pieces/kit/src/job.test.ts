import { readSettings } from '@pebble/contract/jobs';
import { expect, test } from 'vitest';
import { InputError } from './errors.ts';
import type { HttpRequest } from './http.ts';
import { jobClient } from './job.ts';

function recording() {
  const requests: HttpRequest[] = [];
  const body = JSON.stringify({ flow_id: 'f', version: '1.0.0', knobs: {} });
  const client = jobClient(async (request) => {
    requests.push(request);
    return { status: 200, headers: {}, body };
  });
  return { client, requests };
}

test('each call carries the token of its own job', async () => {
  const { client, requests } = recording();
  await client('one.two-three')(readSettings, {});
  await client('four')(readSettings, {});
  expect(requests.map(({ headers }) => headers['authorization'])).toEqual([
    'Bearer one.two-three',
    'Bearer four',
  ]);
});

test.each(['two words', 'line\nbreak', '{{trigger}}', ''])('%j is no token, and nothing is sent', (token) => {
  const { client, requests } = recording();
  expect(() => client(token)).toThrow(new InputError('Field "job_token" is no token', 'job_token'));
  expect(requests).toEqual([]);
});

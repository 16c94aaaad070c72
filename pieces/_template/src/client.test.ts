import { InputError, RateLimitedError, UpstreamError } from '@pebble/kit/errors';
import { replayHttp, type Reply } from '@pebble/kit/testing/replay-http';
import { expect, test } from 'vitest';
import { acmeClient } from './client.ts';

// The traps of this vendor only; the rest is in the suite. They are Acme's own, so a new connector gets no copy.
const TASK = { key: 'order 1/2', title: 'Call back', changed_at: '2026-03-02T09:15:00.000Z' };

function clientOver(method: string, path: string, response: Reply) {
  return acmeClient(replayHttp([{ request: { method, path }, response }]).http);
}

test('a key may hold anything without leading to another path', async () => {
  const client = clientOver('PUT', '/v1/tasks/order%201%2F2', { status: 200, body: TASK });
  expect(await client.putTask('order 1/2', { title: 'Call back', due: null })).toEqual(TASK);
});

test('an instant with an offset survives the query', async () => {
  const path = '/v1/tasks?changed_from=2026-03-02T09%3A15%3A00%2B01%3A00';
  const client = clientOver('GET', path, { status: 200, body: [TASK] });
  expect(await client.tasksChangedFrom('2026-03-02T09:15:00+01:00')).toEqual([TASK]);
});

test.each([[null], [{ tasks: [] }], ['text'], [[{ key: 'a' }]], [[null]]])(
  'an answer that is %j is the fault of Acme',
  async (body) => {
    const client = clientOver('GET', '/v1/tasks?changed_from=x', { status: 200, body });
    await expect(client.tasksChangedFrom('x')).rejects.toThrow(UpstreamError);
  },
);

test('Acme says in words what it did not like; its status is enough', async () => {
  const refused = clientOver('PUT', '/v1/tasks/a', {
    status: 422,
    body: { error: 'title "Call back" is taken' },
  });
  await expect(refused.putTask('a', { title: 'Call back', due: null })).rejects.toThrow(
    new InputError('Acme answered 422'),
  );
  const limited = clientOver('GET', '/v1/tasks?changed_from=x', {
    status: 429,
    headers: { 'retry-after': '30' },
  });
  await expect(limited.tasksChangedFrom('x')).rejects.toEqual(new RateLimitedError('Acme answered 429', 30));
});

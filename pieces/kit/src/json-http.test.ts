import { expect, test } from 'vitest';
import { InputError, UpstreamError } from './errors.ts';
import { jsonHttp } from './json-http.ts';
import { replayHttp } from './testing/replay-http.ts';

test('sends and reads JSON', async () => {
  const exchange = {
    request: { method: 'PUT', path: '/tasks/1', body: { title: 'Call back' } },
    response: { status: 200, body: { id: 1 } },
  };
  const { http, requests, verify } = replayHttp([exchange]);
  expect(await jsonHttp(http, 'Acme')('PUT', '/tasks/1', { title: 'Call back' })).toEqual({ id: 1 });
  expect(requests[0]?.headers).toEqual({ accept: 'application/json', 'content-type': 'application/json' });
  verify();
});

test('an empty body is undefined, a broken one the fault of the other side', async () => {
  const request = { method: 'GET', path: '/tasks' };
  const { http } = replayHttp([
    { request, response: { status: 204 } },
    { request, response: { status: 200, body: '{"id":' } },
    { request, response: { status: 400, body: 'title is too long: Call back' } },
  ]);
  const send = jsonHttp(http, 'Acme');
  expect(await send('GET', '/tasks')).toBeUndefined();
  await expect(send('GET', '/tasks')).rejects.toThrow(UpstreamError);
  await expect(send('GET', '/tasks')).rejects.toThrow(new InputError('Acme answered 400'));
});

import { expect, test } from 'vitest';
import type { HttpRequest } from '../http.ts';
import { replayHttp } from './replay-http.ts';

const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {} });
const one = { request: { method: 'GET', path: '/a?x=1' }, response: { status: 200, body: { ok: true } } };

test('answers what was recorded, whatever the host', async () => {
  const replay = replayHttp([one]);
  expect(await replay.http(get('https://any.example/a?x=1'))).toEqual({
    status: 200,
    headers: {},
    body: '{"ok":true}',
  });
  replay.verify();
});

test('an unexpected request fails, and is not forgotten when the failure is forgiven', async () => {
  const replay = replayHttp([one]);
  await expect(replay.http(get('https://any.example/b'))).rejects.toThrow('Unexpected request');
  await replay.http(get('https://any.example/a?x=1'));
  expect(() => replay.verify()).toThrow('unexpected GET /b, not GET /a?x=1');
});

test('one request too many is unexpected too', async () => {
  const replay = replayHttp([]);
  await expect(replay.http(get('/a'))).rejects.toThrow();
  expect(() => replay.verify()).toThrow('unexpected GET /a');
});

test('a request that did not come is missing', () => {
  expect(() => replayHttp([one]).verify()).toThrow('missing GET /a?x=1');
});

test('a recorded body has to be sent, in any order of its keys', async () => {
  const post = {
    request: { method: 'POST', path: '/a', body: { x: 1, y: [{ b: 2, a: 1 }] } },
    response: { status: 204 },
  };
  const send = (body?: string) =>
    replayHttp([post]).http({
      method: 'POST',
      url: '/a',
      headers: {},
      ...(body === undefined ? {} : { body }),
    });
  await expect(send('{"y":[{"a":1,"b":2}],"x":1}')).resolves.toMatchObject({ status: 204 });
  await expect(send('{"y":[{"a":1,"b":3}],"x":1}')).rejects.toThrow();
  await expect(send()).rejects.toThrow();
});

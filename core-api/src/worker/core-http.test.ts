import type { Http, HttpRequest } from '@pebble/kit/http';
import { beforeEach, expect, it } from 'vitest';
import type { RawReply, RawRequest } from '../http/dispatch.ts';
import { CORE_BASE_URL, createCoreHttp } from './core-http.ts';

let inside: RawRequest[];
let outside: HttpRequest[];
let reply: RawReply;
let http: Http;

beforeEach(() => {
  inside = [];
  outside = [];
  reply = { status: 200, headers: { 'content-type': 'application/json' }, body: { fine: true } };
  const dispatch = async (request: RawRequest) => {
    inside.push(request);
    return reply;
  };
  http = createCoreHttp(dispatch, 'corr-1', async (request) => {
    outside.push(request);
    return { status: 204, headers: {}, body: '' };
  });
});

const get = (url: string) => http({ method: 'GET', url, headers: {} });

it('takes a core whose database is away for one that was not called', async () => {
  reply = { status: 503, headers: { 'retry-after': '1' }, body: { code: 'not_ready' } };
  await expect(get(`${CORE_BASE_URL}/api/v1/cards/`)).rejects.toMatchObject({
    name: 'CircuitOpenError',
    retryAfter: 1,
  });
  reply = { status: 503, headers: {}, body: { code: 'sealing_key_missing' } };
  expect(await get(`${CORE_BASE_URL}/api/v1/cards/`)).toMatchObject({ status: 503 });
});

it('brings calls to the core into the dispatcher, with path, query, headers, body and correlation id', async () => {
  const url = `${CORE_BASE_URL}/api/v1/cards/?limit=5&text=a%20b`;
  const answer = await http({
    method: 'POST',
    url,
    headers: { authorization: 'Bearer t' },
    body: '{"a":"ü"}',
  });
  expect(answer).toEqual({ ...reply, body: '{"fine":true}' });
  expect(outside).toEqual([]);
  const [request] = inside;
  expect(request).toMatchObject({
    method: 'POST',
    path: '/api/v1/cards/',
    query: { limit: '5', text: 'a b' },
  });
  expect(request?.header('Authorization')).toBe('Bearer t');
  expect(request?.header('x-correlation-id')).toBe('corr-1');
  expect(Buffer.from((await request?.readBody(100)) ?? []).toString()).toBe('{"a":"ü"}');
});

it('gives an empty text for an answer without a body', async () => {
  reply = { status: 204, headers: {} };
  expect(await get(`${CORE_BASE_URL}/x`)).toEqual({ status: 204, headers: {}, body: '' });
});

it.each([
  `${CORE_BASE_URL}.evil.example/api/v1/cards/`,
  `${CORE_BASE_URL}:8080/api/v1/cards/`,
  'https://core.pebble.internal/api/v1/cards/',
  `http://evil.example/?to=${CORE_BASE_URL}/`,
  CORE_BASE_URL,
])('takes %s for the world outside', async (url) => {
  await get(url);
  expect(inside).toEqual([]);
  expect(outside.map((request) => request.url)).toEqual([url]);
});

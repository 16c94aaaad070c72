import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchHttp, type SentExchange } from './fetch-http.ts';
import { startTwinServer, type TwinServer } from './twin-server.ts';

let server: TwinServer;
beforeAll(async () => {
  server = await startTwinServer({
    handle: ({ method, path, headers, body, query }) => {
      if (path === '/away') return { status: 302, headers: { location: 'https://elsewhere.example/' } };
      if (path === '/bytes') return { status: 200, body: Uint8Array.from([0, 255, 254]) };
      if (path === '/no') return { status: 404, body: { error: 'gone' } };
      const text = Buffer.from(body).toString();
      return {
        status: 200,
        headers: { 'x-seen': method },
        body: { text, key: headers['key'], q: query.get('$top') },
      };
    },
  });
});
afterAll(() => server.close());

const get = (path: string) => ({ method: 'GET' as const, url: server.url + path, headers: {} });

test('a request goes out as it is, and the answer comes back with lower-case headers', async () => {
  const seen: SentExchange[] = [];
  const http = fetchHttp((exchange) => seen.push(exchange));
  const answer = await http({ ...get('/x?$top=5'), method: 'POST', headers: { key: 'k' }, body: 'päckchen' });
  expect(answer).toMatchObject({ status: 200, headers: { 'x-seen': 'POST' } });
  expect(JSON.parse(answer.body)).toEqual({ text: 'päckchen', key: 'k', q: '5' });
  expect(seen.map(({ request, response }) => [request.method, response.status])).toEqual([['POST', 200]]);
});

test('bytes come as bytes, and a failure as text all the same', async () => {
  const http = fetchHttp();
  expect(await http({ ...get('/bytes'), expect: 'bytes' })).toMatchObject({
    body: '',
    bytes: Uint8Array.from([0, 255, 254]),
  });
  expect(await http({ ...get('/no'), expect: 'bytes' })).toMatchObject({
    status: 404,
    body: '{"error":"gone"}',
  });
});

test('a redirect is an answer and is not followed', async () => {
  expect((await fetchHttp()(get('/away'))).status).toBe(302);
});

test('a line that is cut is a throw', async () => {
  server.faults.set({ path: '/cut', fault: { kind: 'drop', when: 'before' } });
  await expect(fetchHttp()(get('/cut'))).rejects.toThrow();
});

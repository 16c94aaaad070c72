import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { HttpRequest } from '../src/http.ts';
import { startTwinServer, type TwinReply, type TwinRequest } from '../twin/twin-server.ts';
import { selfSigned } from '../twin/self-signed.ts';
import { nodeTransport } from './transport.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function server(handle: (request: TwinRequest) => TwinReply | Promise<TwinReply>) {
  const twin = await startTwinServer({ handle });
  ends.push(twin.close);
  return twin;
}

const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  ...{ method: 'GET', url, headers: {} },
  ...more,
});

test('what is sent arrives, and any answer comes back', async () => {
  const { url } = await server(({ method, headers, body }) => ({
    status: 418,
    headers: { 'X-Seen': `${method} ${headers['content-length']} ${headers['x-key']}` },
    body: Buffer.from(body).toString('utf8').toUpperCase(),
  }));
  const headers = { 'x-key': 'k' };
  const answer = await nodeTransport()(get(`${url}/a`, { method: 'POST', headers, body: 'grüße' }));
  expect(answer).toMatchObject({ status: 418, body: 'GRÜSSE' });
  expect(answer.headers['x-seen']).toBe('POST 7 k');
});

test('bytes come as they are when they were asked for, and the words of a failure as text', async () => {
  const bytes = new Uint8Array([0, 255, 128]);
  const { url } = await server(({ path }) =>
    path === '/file' ? { status: 200, body: bytes } : { status: 404, body: 'gone' },
  );
  const send = nodeTransport();
  const file = await send(get(`${url}/file`, { expect: 'bytes' }));
  expect(new Uint8Array(file.bytes ?? [])).toEqual(bytes);
  expect(file.body).toBe('');
  expect(await send(get(`${url}/none`, { expect: 'bytes' }))).toMatchObject({ status: 404, body: 'gone' });
});

test('a redirect is an answer, and nobody goes there', async () => {
  const twin = await server(() => ({ status: 302, headers: { location: '/elsewhere' } }));
  const answer = await nodeTransport()(get(twin.url, { headers: { authorization: 'Bearer word' } }));
  expect(answer).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
  expect(twin.requests).toHaveLength(1);
});

test('an answer that is too large is not taken, for text and for bytes on their own', async () => {
  const { url } = await server(() => ({ status: 200, body: 'x'.repeat(5000) }));
  const send = nodeTransport({ textBytes: 4999, fileBytes: 5000 });
  await expect(send(get(url))).rejects.toThrow('larger than can be taken');
  expect((await send(get(url, { expect: 'bytes' }))).bytes).toHaveLength(5000);
});

test('a line that is cut, silent or endless fails, and its error says nothing of the request', async () => {
  const twin = await server(() => new Promise(() => {}));
  const idle = nodeTransport({ idleMs: 30 })(get(`${twin.url}/secret-path`));
  await expect(idle).rejects.toThrow(/^The line failed$/);
  const whole = nodeTransport({ wholeMs: 30 })(get(`${twin.url}/secret-path`));
  await expect(whole).rejects.toThrow(/^The line failed$/);
  twin.faults.set({ fault: { kind: 'drop', when: 'before' } });
  await expect(nodeTransport()(get(`${twin.url}/secret-path`))).rejects.toThrow(/^The line failed$/);
  await expect(nodeTransport()(get('http://127.0.0.1:1/secret-path'))).rejects.toThrow(/^The line failed$/);
});

test('what is not http is not spoken', async () => {
  await expect(nodeTransport()(get('file:///etc/passwd'))).rejects.toThrow('Only http and https');
});

test('goes through the proxy that the environment names', async () => {
  const proxy = await server(({ path, headers }) => ({ status: 200, body: `${headers['host']} ${path}` }));
  setEnv('HTTP_PROXY', proxy.url);
  expect((await nodeTransport()(get('http://acme.example/a'))).body).toBe('acme.example /a');
});

function setEnv(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  ends.push(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

test('a certificate that nobody vouches for is refused, even where the process has been told to take any', async () => {
  const tls = createServer(selfSigned('127.0.0.1'), (_, answer) => answer.end('taken'));
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    tls.closeAllConnections();
    tls.close();
  });
  const url = `https://127.0.0.1:${(tls.address() as AddressInfo).port}/`;
  setEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  // Node's own fetch takes it, which shows that the switch is on.
  expect(await (await fetch(url)).text()).toBe('taken');
  await expect(nodeTransport()(get(url))).rejects.toThrow('The line failed');
});

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createGuardedFetch, type FetchGuardOptions } from './fetch-guard.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const routes: Record<string, Handler> = {
  '/po.pdf': (_, response) => response.setHeader('content-type', 'application/pdf').end('%PDF-1.4'),
  '/gone': (_, response) => response.writeHead(404).end('nothing here'),
  '/big': (_, response) => response.end(Buffer.alloc(4096)),
  '/endless': (_, response) => {
    const more = () => response.write(Buffer.alloc(65536), () => !response.destroyed && setImmediate(more));
    more();
  },
  '/bomb': (_, response) =>
    response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(5_000_000))),
  '/zipped': (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync('small')),
  '/silent': () => {},
  '/stalls': (_, response) => response.write('first'),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/moved': (_, response) => response.writeHead(301, { location: '/po.pdf' }).end(),
  '/to': (request, response) => {
    const target = new URL(request.url ?? '', 'http://x').searchParams.get('url') ?? '';
    response.writeHead(307, { location: target }).end();
  },
};

let hits: string[] = [];
let port = 0;
const server = createServer((request, response) => {
  const path = (request.url ?? '').split('?')[0] ?? '';
  hits.push(path);
  const route = routes[path];
  if (route) route(request, response);
  else response.writeHead(500).end();
});

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  hits = [];
});

const loopback = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
/** The guard under test: by default the loopback server plays a public one. */
const get = (path: string, options: Partial<FetchGuardOptions> = {}) =>
  createGuardedFetch({
    maxBytes: 1024,
    timeoutMs: 60_000,
    maxRedirects: 3,
    lookup: loopback,
    isPublic: (address) => address === '127.0.0.1',
    ...options,
  })(path.startsWith('/') ? `http://files.example:${port}${path}` : path);

test('fetches a file with its name and type', async () => {
  expect(await get('/po.pdf')).toEqual({
    ok: true,
    content: Buffer.from('%PDF-1.4'),
    contentType: 'application/pdf',
    filename: 'po.pdf',
  });
});

test('follows a redirect and names the file by where it ended', async () => {
  expect(await get('/moved')).toMatchObject({ ok: true, filename: 'po.pdf' });
});

test.each([
  'ftp://files.example/x',
  'file:///etc/passwd',
  'data:text/plain,x',
  'javascript:alert(1)',
  'not an address',
  'http://user:secret@files.example/x',
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://127.0.0.1./',
  'http://１２７.0.0.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://169.254.169.254/latest/meta-data/',
])('refuses %s without a connection', async (url) => {
  const guarded = createGuardedFetch({
    maxBytes: 1024,
    timeoutMs: 60_000,
    maxRedirects: 3,
    lookup: loopback,
  });
  expect(await guarded(url)).toMatchObject({ ok: false, kind: 'refused' });
  expect(hits).toEqual([]);
});

test('refuses a name that resolves to a private address, with the real resolver too', async () => {
  const real = createGuardedFetch({ maxBytes: 1024, timeoutMs: 60_000, maxRedirects: 3 });
  expect(await real(`http://localhost:${port}/po.pdf`)).toMatchObject({ ok: false, kind: 'refused' });
  expect(hits).toEqual([]);
});

test('a name that rebinds is caught, since each connection is checked on its own answer', async () => {
  // First asked it is public (the server answers with a redirect to itself), then it turns to a private address.
  const answers = ['127.0.0.1', '10.0.0.1'];
  const lookup = () => Promise.resolve([{ address: answers.shift() ?? '10.0.0.1', family: 4 }]);
  const next = encodeURIComponent(`http://files.example:${port + 1}/po.pdf`);
  expect(await get(`/to?url=${next}`, { lookup })).toMatchObject({ ok: false, kind: 'refused' });
  expect(hits).toEqual(['/to']);
});

test('asks the resolver once for each connection, so no second answer can slip in', async () => {
  let asked = 0;
  const lookup = () => {
    asked++;
    return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
  };
  expect(await get('/po.pdf', { lookup })).toMatchObject({ ok: true });
  expect(asked).toBe(1);
});

test.each([
  'http://10.0.0.1/',
  'http://[fd00::1]/',
  'ftp://files.example/',
  'http://u:p@files.example/',
  'http://',
])('refuses a redirect to %s', async (target) => {
  expect(await get(`/to?url=${encodeURIComponent(target)}`)).toMatchObject({ ok: false, kind: 'refused' });
  expect(hits).toEqual(['/to']);
});

test('refuses too many redirects', async () => {
  expect(await get('/loop')).toMatchObject({ kind: 'refused' });
  expect(hits).toHaveLength(4);
});

test.each(['/big', '/endless', '/bomb'])('stops %s at the size cap', async (path) => {
  expect(await get(path)).toMatchObject({ ok: false, kind: 'refused' });
});

test('decodes a compressed file', async () => {
  expect(await get('/zipped')).toMatchObject({ ok: true, content: Buffer.from('small') });
});

test.each(['/silent', '/stalls'])('gives up on %s at the time cap', async (path) => {
  expect(await get(path, { timeoutMs: 150 })).toEqual({
    ok: false,
    kind: 'failed',
    reason: 'The download took too long.',
  });
});

test('a slow resolver falls under the time cap as well', async () => {
  const lookup = () => new Promise<never>(() => {});
  expect(await get('/po.pdf', { timeoutMs: 100, lookup })).toMatchObject({ kind: 'failed' });
});

test('errors of network and server are failures', async () => {
  expect(await get('/gone')).toEqual({ ok: false, kind: 'failed', reason: 'The server answered 404.' });
  const lookup = () => Promise.reject(new Error('ENOTFOUND files.example'));
  const unknown = await get('/po.pdf', { lookup });
  expect(unknown).toMatchObject({ ok: false, kind: 'failed' });
  expect(JSON.stringify(unknown)).not.toContain('files.example');
});

import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENDPOINTS } from '@pebble/contract/endpoints';
import { defineEndpoint } from '@pebble/contract/endpoint';
import { NOTHING } from '@pebble/contract/nothing';
import { request as rawRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestCore, type TestCore } from '../../test/test-core.ts';
import { createDispatch } from './dispatch.ts';
import { docsPage } from './docs-page.ts';
import { createApp } from './express-app.ts';
import { listen, type Listening } from './listen.ts';
import { inTenant } from './route.ts';
import { createLog } from '../log/create-log.ts';

let test: TestCore;
let server: Listening;
let uiFolder: string;
let token: string;
const logged: string[] = [];

const secretive = defineEndpoint({
  id: 'secretive',
  method: 'POST',
  path: '/api/v1/secretive/',
  summary: 'Fails with a secret in its message.',
  reply: NOTHING,
  access: ['admin'],
  audit: { none: 'test' },
});
const silent = defineEndpoint({
  ...secretive,
  id: 'silent',
  path: '/api/v1/silent/',
  reply: NOTHING,
  audit: { event: 'card.moved' },
});

beforeAll(async () => {
  test = await createTestCore();
  uiFolder = await mkdtemp(join(tmpdir(), 'ui-'));
  await mkdir(join(uiFolder, 'assets'));
  await writeFile(join(uiFolder, 'index.html'), '<!doctype html><title>board</title>');
  await writeFile(join(uiFolder, 'assets', 'app-1234.js'), 'export {}');
  const broken = [
    inTenant(secretive, () => Promise.reject(new Error('password is hunter2'))),
    inTenant(silent, async (tx) => {
      await tx
        .sql('blacklist')
        .insert({ id: test.ours.id, tenant_id: test.ours.id, pattern: 'unseen.example' });
      return {};
    }),
  ];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  const authenticate = async (header: string | undefined) => {
    // The real check is behind the real routes; here only the HTTP face matters.
    const reply = await test.send({ path: '/api/v1/me/', token: header?.replace('Bearer ', '') });
    const me = reply.body as { user_id: string };
    return {
      kind: 'person' as const,
      userId: me.user_id,
      sessionId: me.user_id,
      tenantId: test.ours.id,
      role: 'admin' as const,
      entities: 'all' as const,
    };
  };
  const extra = createDispatch({ routes: broken, db: test.db, authenticate, log });
  const dispatch: typeof extra = (request) =>
    /secretive|silent/.test(request.path) ? extra(request) : test.core.dispatch(request);
  server = await listen(createApp({ dispatch, docsPage: docsPage(ENDPOINTS), uiFolder }), '127.0.0.1', 0);
  token = await test.signIn('admin');
});
afterAll(async () => {
  await server.close();
  await test.close();
  await rm(uiFolder, { recursive: true });
});

const call = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(`${server.url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
const json = { 'content-type': 'application/json' };

describe('requests', () => {
  it('find their endpoint with and without the final slash, and as HEAD', async () => {
    expect((await call('/api/v1/boards/')).status).toBe(200);
    expect((await call('/api/v1/boards?x=1')).status).toBe(200);
    const head = await call('/api/v1/boards/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('as HEAD for a stream are answered, and not kept waiting', async () => {
    const head = await call('/api/v1/events/stream/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    // On the same connection, which the stream would have blocked.
    expect((await call('/healthz')).status).toBe(200);
  });

  it('may hold a question mark in their query', async () => {
    const reply = await call('/api/v1/boards/?x=what?&limit=7');
    expect(reply.status).toBe(200);
    const refused = await call('/api/v1/cards/?text=what?&limit=none');
    expect(await refused.json()).toMatchObject({ errors: [{ path: 'query.limit' }] });
  });

  it('that are refused without a body leave the connection open', async () => {
    const reply = await fetch(`${server.url}/api/v1/boards/`);
    expect([reply.status, reply.headers.get('connection')]).toEqual([401, 'keep-alive']);
  });

  it('get back the correlation id they brought, or a new one', async () => {
    const given = await call('/healthz', { headers: { 'x-correlation-id': 'from-the-gateway' } });
    expect(given.headers.get('x-correlation-id')).toBe('from-the-gateway');
    expect((await call('/healthz')).headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are told in problem details what is wrong with their body', async () => {
    const path = '/api/v1/blacklist/';
    const post = (body: string, headers: Record<string, string> = json) =>
      call(path, { method: 'POST', body, headers });
    expect(await (await post('{"pattern":')).json()).toMatchObject({ status: 400, code: 'malformed_body' });
    expect(await (await post('pattern=x', { 'content-type': 'text/plain' })).json()).toMatchObject({
      status: 415,
    });
    const unfit = await post('{"pattern":"no domain"}');
    expect(unfit.headers.get('content-type')).toContain('application/problem+json');
    expect(await unfit.json()).toMatchObject({
      status: 422,
      code: 'invalid_request',
      errors: [{ path: 'body.pattern' }],
    });
  });

  it('with an odd target are answered, and hurt nobody', async () => {
    for (const target of ['//', '/api//', '/api/v1/%', '/%E0%A4%A', '/api/v1/boards/?%']) {
      const status = await new Promise<number>((resolve, reject) => {
        const { hostname, port } = new URL(server.url);
        rawRequest({ hostname, port, path: target }, (response) => resolve(response.resume().statusCode ?? 0))
          .on('error', reject)
          .end();
      });
      expect(status, target).toBeLessThan(500);
    }
    expect((await call('/healthz')).status).toBe(200);
  });

  it('with a wrong method hear which ones are right', async () => {
    const reply = await call('/api/v1/boards/', { method: 'DELETE' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('a body that is too large', () => {
  const megabyte = 'x'.repeat(1024 * 1024);

  it('is refused by its announced length without being read', async () => {
    const reply = await call('/api/v1/blacklist/', {
      method: 'POST',
      body: `{"pattern":"${megabyte}"}`,
      headers: json,
    });
    expect(reply.status).toBe(413);
    expect(await reply.json()).toMatchObject({ code: 'too_large' });
  });

  it('is cut off at the limit when it does not say how long it is', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { ...json, authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' };
      const request = rawRequest(
        `${server.url}/api/v1/blacklist/`,
        { method: 'POST', headers },
        (response) => {
          resolve(response.statusCode ?? 0);
          response.resume();
          request.destroy();
        },
      );
      request.on('error', reject);
      const pump = () => void (request.destroyed || request.write(megabyte, () => setImmediate(pump)));
      pump();
    });
    expect(status).toBe(413);
  });
});

describe('an unknown error', () => {
  it('is a 500 with an id and nothing else, and the log has the rest', async () => {
    const reply = await call('/api/v1/secretive/', { method: 'POST' });
    const text = await reply.text();
    expect(reply.status).toBe(500);
    expect(text).not.toContain('hunter2');
    const { instance } = JSON.parse(text) as { instance: string };
    expect(logged.some((line) => line.includes(instance) && line.includes('request failed'))).toBe(true);
  });

  it('is also a change without its audit event, and the change is undone', async () => {
    expect((await call('/api/v1/silent/', { method: 'POST' })).status).toBe(500);
    const list = (await (await call('/api/v1/blacklist/')).json()) as { items: { pattern: string }[] };
    expect(list.items.map((item) => item.pattern)).not.toContain('unseen.example');
  });
});

describe('pages', () => {
  it('come with a policy that lets no foreign script in', async () => {
    const reply = await fetch(`${server.url}/`);
    expect(reply.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('x-powered-by')).toBeNull();
  });

  it('are the board under every address that is not the API, fresh each time, while assets may be kept', async () => {
    const page = await fetch(`${server.url}/boards/crm`);
    expect(await page.text()).toContain('board');
    expect(page.headers.get('cache-control')).toContain('no-cache');
    const asset = await fetch(`${server.url}/assets/app-1234.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${server.url}/assets/gone.js`)).status).toBe(404);
  });

  it('include one that shows every endpoint and every problem to people', async () => {
    const page = await (await fetch(`${server.url}/docs`)).text();
    for (const endpoint of ENDPOINTS) expect(page).toContain(`id="${endpoint.id}"`);
    expect(page).toContain('id="problem-illegal_transition"');
  });
});

describe('openapi.json', () => {
  it('describes every endpoint with its parts, roles and problems', async () => {
    const document = (await (await call('/api/v1/openapi.json')).json()) as {
      openapi: string;
      paths: Record<
        string,
        Record<string, { operationId: string; parameters: unknown[]; responses: Record<string, unknown> }>
      >;
    };
    expect(document.openapi).toBe('3.1.0');
    for (const endpoint of ENDPOINTS) {
      const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase()];
      expect(operation?.operationId).toBe(endpoint.id);
      expect(Object.keys(operation?.responses ?? {})).toContain(String(endpoint.status));
    }
    const move = document.paths['/api/v1/cards/{card_id}/move/']?.['post'];
    expect(move?.parameters).toContainEqual(
      expect.objectContaining({ name: 'card_id', in: 'path', required: true }),
    );
    expect(Object.keys(move?.responses ?? {})).toEqual(
      expect.arrayContaining(['200', '401', '403', '404', '409', '422', '500']),
    );
  });
});

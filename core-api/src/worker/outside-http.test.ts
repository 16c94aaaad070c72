import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectionHttp, MAX_RESPONSE_BYTES, outsideHttp } from './outside-http.ts';
import { selfSigned } from '@pebble/kit/twin/self-signed';

const servers: Server[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen<T extends Server>(server: T): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const get = (url: string) => outsideHttp({ method: 'GET', url, headers: {} });

describe('the way out', () => {
  it('sends what it is given and returns what came back, whatever its status', async () => {
    const port = await listen(
      createServer((request, response) => {
        request.setEncoding('utf8').on('data', (body: string) => {
          response.writeHead(418, { 'X-Seen': `${request.method} ${request.headers['x-mark']} ${body}` });
          response.end('short and stout');
        });
      }),
    );
    const url = `http://127.0.0.1:${port}/tea`;
    const reply = await outsideHttp({ method: 'POST', url, headers: { 'x-mark': 'm' }, body: 'leaf' });
    expect(reply).toMatchObject({
      status: 418,
      headers: { 'x-seen': 'POST m leaf' },
      body: 'short and stout',
    });
  });

  it('does not follow a redirect', async () => {
    const asked: string[] = [];
    const port = await listen(
      createServer((request, response) => {
        asked.push(request.url ?? '');
        response.writeHead(302, { location: '/inner' }).end();
      }),
    );
    expect(await get(`http://127.0.0.1:${port}/start`)).toMatchObject({
      status: 302,
      headers: { location: '/inner' },
    });
    expect(asked).toEqual(['/start']);
  });

  it('throws when nothing comes back', async () => {
    const port = await listen(createServer((request) => request.socket.destroy()));
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  it('gives up after half a minute', async () => {
    const limit = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
    const port = await listen(createServer(() => limit.abort(new Error('too long'))));
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toThrow('too long');
    expect(timeout).toHaveBeenCalledWith(30_000);
    timeout.mockRestore();
  });

  it('does not take in an answer without end', async () => {
    const port = await listen(
      createServer((_, response) => {
        const chunk = Buffer.alloc(1024 * 1024, 'x');
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      }),
    );
    await expect(get(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect(MAX_RESPONSE_BYTES).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('a certificate that nobody vouches for', () => {
  it.each([undefined, '0'])('is refused, with NODE_TLS_REJECT_UNAUTHORIZED=%s', async (setting) => {
    let reached = 0;
    const port = await listen(
      createTlsServer(selfSigned('localhost'), (_, response) => {
        reached += 1;
        response.end();
      }),
    );
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', setting);
    const failure: unknown = await get(`https://localhost:${port}/`).catch((error: unknown) => error);
    expect(failure).toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    expect(reached).toBe(0);
  });
});

describe('the way to what tenants connect', () => {
  const ask = (url: string, privateHosts: readonly string[]) =>
    connectionHttp(privateHosts)({ method: 'GET', url, headers: {} });

  it.each([
    'http://127.0.0.1:8089/',
    'http://localhost:8089/',
    'http://[::1]:8089/',
    'http://169.254.169.254/latest/',
    'https://10.0.0.5/',
  ])('does not lead into a private network: %s', async (url) => {
    await expect(ask(url, [])).rejects.toThrow(/lies in a private network.*CONNECTION_PRIVATE_HOSTS=/);
  });

  it('leads to the hosts that the operator has named, and no further', async () => {
    const port = await listen(createServer((_request, response) => response.end('here')));
    expect((await ask(`http://127.0.0.1:${port}/`, ['127.0.0.1'])).body).toBe('here');
    expect((await ask(`http://localhost:${port}/`, ['*'])).body).toBe('here');
    await expect(ask(`http://127.0.0.1:${port}/`, ['odoo.acme.local'])).rejects.toThrow(/private network/);
  });
});

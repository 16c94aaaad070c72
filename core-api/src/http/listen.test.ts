import { Server } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import express, { type Response } from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OperatorError } from '../runtime/operator-error.ts';
import { listen, type Listening } from './listen.ts';

const running: Listening[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function start(app = express(), host = '127.0.0.1', port = 0): Promise<Listening> {
  const server = await listen(app, host, port);
  running.push(server);
  return server;
}

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((one) => one?.address === '::1');

describe('listening', () => {
  it('tells the address that was given', async () => {
    expect((await start()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it.runIf(hasIpv6)('tells an IPv6 address as URLs want it', async () => {
    expect((await start(express(), '::1')).url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  });

  it('on a port that is taken says so, and what to do', async () => {
    const { url } = await start();
    const port = Number(new URL(url).port);
    const refused = await start(express(), '127.0.0.1', port).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OperatorError);
    expect((refused as Error).message).toContain(`Port ${port} is taken`);
    expect((refused as Error).message).toContain(`PORT=${port + 1} npm start`);
  });
});

describe('a slow client', () => {
  const patience = { headers: 100, request: 200, look: 20 };

  async function drip(head: string): Promise<string> {
    const app = express();
    app.post('/', (request, response) => {
      request.resume().on('end', () => response.end('whole'));
    });
    const server = await listen(app, '127.0.0.1', 0, patience);
    running.push(server);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes.toString())).on('error', () => undefined);
    socket.write(head);
    const timer = setInterval(() => socket.write('x'), 5);
    // Not `once`, which gives up at an error: who is cut off while talking sees one.
    await new Promise((resolve) => socket.on('close', resolve));
    clearInterval(timer);
    return answer;
  }

  it.each([
    ['in its headers', 'POST / HTTP/1.1\r\nHost: x\r\nx: '],
    ['in its body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n'],
  ])('%s is cut, however often it sends a byte', async (_, head) => {
    // Who goes on talking may lose the answer with the connection.
    expect(await drip(head)).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });
});

describe('closing', () => {
  it('lets a running request end, and takes no new one', async () => {
    const app = express();
    const arrived = new Promise<Response>((resolve) => app.get('/slow', (_, response) => resolve(response)));
    const server = await listen(app, '127.0.0.1', 0);
    const reply = fetch(`${server.url}/slow`);
    const response = await arrived;
    const closed = server.close();
    await expect(fetch(server.url)).rejects.toThrow();
    response.end('finished');
    expect(await (await reply).text()).toBe('finished');
    await closed;
  });

  it('cuts a stream that would go on for ever', async () => {
    const app = express();
    app.get('/stream', (_, response) => void response.write('first'));
    const server = await listen(app, '127.0.0.1', 0);
    const reply = await fetch(`${server.url}/stream`);
    const cut = reply.text().catch(() => 'cut');
    await server.close();
    expect(await cut).toBe('cut');
  });

  it('does not wait for a connection that is merely kept alive', async () => {
    const app = express();
    app.get('/', (_, response) => void response.end('x'));
    const server = await listen(app, '127.0.0.1', 0);
    await (await fetch(server.url)).text();
    const cut = vi.spyOn(Server.prototype, 'closeAllConnections');
    await server.close();
    // The cut comes when waiting has an end; here nobody was waited for.
    expect(cut).not.toHaveBeenCalled();
    cut.mockRestore();
  });
});

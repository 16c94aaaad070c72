import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem } from './problem.ts';
import { readBody } from './read-body.ts';
import { refuseUnread } from './refuse-unread.ts';

const LIMIT = 1000;
let server: Server;
let outcomes: (string | number)[];
let arrived: Promise<IncomingMessage>;
const sockets: Socket[] = [];

beforeEach(async () => {
  outcomes = [];
  let arrive: (request: IncomingMessage) => void = () => undefined;
  arrived = new Promise((resolve) => (arrive = resolve));
  server = createServer((request, response) => {
    arrive(request);
    readBody(request, LIMIT).then(
      (body) => {
        outcomes.push(body.byteLength);
        response.end('read');
      },
      (error: unknown) => {
        outcomes.push(error instanceof ApiProblem ? error.code : 'unknown');
        return refuseUnread(request, response, 'refused');
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Opens a connection, says `head`, and collects what comes back until the server hangs up. */
function open(head: string): { socket: Socket; answer: Promise<string> } {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString())).on('error', () => undefined);
  const answer = new Promise<string>((resolve) => socket.on('close', () => resolve(text)));
  socket.write(`POST / HTTP/1.1\r\nHost: a.example\r\n${head}\r\n\r\n`);
  return { socket, answer };
}

describe('a body', () => {
  it('is read to its limit', async () => {
    const { socket, answer } = open(`Connection: close\r\nContent-Length: ${LIMIT}`);
    socket.write('x'.repeat(LIMIT));
    expect(await answer).toContain('read');
    expect(outcomes).toEqual([LIMIT]);
  });

  it('is read in pieces, and may be empty', async () => {
    const { socket, answer } = open('Connection: close\r\nTransfer-Encoding: chunked');
    socket.write('2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n');
    await answer;
    await open('Connection: close\r\nContent-Length: 0').answer;
    expect(outcomes).toEqual([5, 0]);
  });

  it.each(['gzip', 'br', 'deflate', 'gzip, identity'])('in %s is refused unread', async (encoding) => {
    const { answer } = open(`Content-Encoding: ${encoding}\r\nContent-Length: 10`);
    expect(await answer).toContain('refused');
    expect(outcomes).toEqual(['unsupported_media_type']);
  });

  it('that is announced too large is refused before a byte of it has come', async () => {
    expect(await open(`Content-Length: ${LIMIT + 1}`).answer).toContain('refused');
    expect(outcomes).toEqual(['too_large']);
  });

  it('that becomes too large is refused, and the sender sees the answer whole', async () => {
    const { socket, answer } = open('Transfer-Encoding: chunked');
    const piece = 'x'.repeat(600);
    for (let n = 0; n < 3; n += 1) socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
    const text = await answer;
    expect(text).toMatch(/^HTTP\/1\.1 200 .*connection: close.*refused$/is);
    expect(outcomes).toEqual(['too_large']);
  });

  it('whose sender hangs up in the middle is no failure of ours', async () => {
    const { socket } = open('Content-Length: 10');
    socket.write('half');
    const request = await arrived;
    const closed = new Promise((resolve) => request.once('close', resolve));
    socket.destroy();
    await closed;
    await new Promise((resolve) => setImmediate(resolve));
    expect(outcomes).toEqual(['malformed_body']);
  });
});

describe('a refused sender', () => {
  it('that goes on dribbling is cut off after a moment', async () => {
    const { socket, answer } = open('Transfer-Encoding: chunked\r\nContent-Encoding: gzip');
    const dribble = () => void (socket.destroyed || socket.write('1\r\nx\r\n', () => setImmediate(dribble)));
    dribble();
    expect(await answer).toContain('refused');
  });
});

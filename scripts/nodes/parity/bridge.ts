import type { Http, HttpMethod } from '@pebble/kit/http';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived, with nothing in it that differs from host to host for no reason. */
export interface Arrived {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** A real server on the loopback interface in front of a model of the other side. */
export interface Bridge {
  url: string;
  /** Everything that came since the last `serve`, in order. */
  readonly arrived: readonly Arrived[];
  /** Changes the model. A model that throws cuts the line. */
  serve(model: Http): void;
  close(): Promise<void>;
}

/** What fixtures call the other side; hosts see the bridge instead. */
const MODEL_URL = 'https://sample.example';

/** Headers that say something about the request and not about the client that sent it. */
const TELLING = /^(authorization|content-type|content-range|prefer|consistencylevel|if-match|accept|x-.*)$/;

export async function startBridge(): Promise<Bridge> {
  let model: Http = async () => ({ status: 404, headers: {}, body: '' });
  let arrived: Arrived[] = [];
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await read(incoming);
    const { method = 'GET', url: path = '/' } = incoming;
    const headers = telling(incoming);
    arrived.push({ method, path, headers, body: body.toString('latin1') });
    const url = path.startsWith('/__host/') ? `https://${path.slice(8)}` : MODEL_URL + path;
    const sent = { method: method as HttpMethod, url, headers };
    const reply = await model(
      body.length > 0 ? { ...sent, body: isText(headers) ? body.toString() : new Uint8Array(body) } : sent,
    );
    outgoing.writeHead(reply.status, reply.headers);
    outgoing.end(reply.bytes ?? here(reply.body));
  }
  // Links of a fixture lead to invented hosts; they have to lead back here.
  const here = (text: string) =>
    text
      .replaceAll(MODEL_URL, bridge.url)
      .replace(/https:\/\/([a-z0-9.-]+\.example)/g, `${bridge.url}/__host/$1`);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bridge: Bridge = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get arrived() {
      return arrived;
    },
    serve(next) {
      model = next;
      arrived = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return bridge;
}

async function read(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function telling({ headers, method }: IncomingMessage): Record<string, string> {
  const told = Object.entries(headers)
    .filter(([name]) => TELLING.test(name))
    .map(([name, value]) => [name, String(value)] as const)
    // What clients add on their own.
    .filter(([name, value]) => !(name === 'accept' && value.includes('*/*')))
    .filter(
      ([name]) => !(name === 'content-type' && (method === 'GET' || headers['content-length'] === '0')),
    );
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isText(headers: Record<string, string>): boolean {
  return !/octet-stream|image|pdf/.test(headers['content-type'] ?? 'octet-stream');
}

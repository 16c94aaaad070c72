import { seeded } from '../src/testing/seeded.ts';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultDial, type Fault } from './fault-dial.ts';

export interface TwinRequest {
  method: string;
  /** Decoded, without the query. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** The body as JSON; undefined when it is none. */
  json: unknown;
}

export interface TwinReply {
  status: number;
  headers?: Record<string, string>;
  /** Bytes and texts go out as they are, everything else as JSON, and nothing as an empty body. */
  body?: unknown;
}

export interface TwinOptions {
  handle: (request: TwinRequest) => TwinReply | Promise<TwinReply>;
  /** The vendor's own shape for a fault's answer. */
  faultBody?: (status: number) => unknown;
  /** 0, or nothing, for any that is free. */
  port?: number;
  seed?: number;
}

/** A running twin, on the loopback interface only. */
export interface TwinServer {
  url: string;
  faults: FaultDial;
  /** Every request that came, oldest first, those that a fault hit too. */
  requests: readonly { method: string; path: string; query: string; status: number | null }[];
  /** Requests under way at this moment and at most, for limits on concurrency. */
  load: { now: number; most: number };
  close(): Promise<void>;
}

/** Requests that are kept for looking at. */
const KEPT = 10_000;

export async function startTwinServer(options: TwinOptions): Promise<TwinServer> {
  const faults = new FaultDial(seeded(options.seed ?? 1));
  const requests: { method: string; path: string; query: string; status: number | null }[] = [];
  const load = { now: 0, most: 0 };
  const server = createServer((incoming, outgoing) => {
    load.now += 1;
    load.most = Math.max(load.most, load.now);
    outgoing.once('close', () => (load.now -= 1));
    void serve(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await read(incoming);
    const seen = { method: request.method, path: request.path, query: `${request.query}`, status: null };
    const note = (status: number | null) => {
      requests.push({ ...seen, status });
      if (requests.length > KEPT) requests.shift();
    };
    const fault = faults.next(request);
    if (fault?.kind === 'drop' && fault.when === 'before') return void (note(null), outgoing.destroy());
    if (fault?.kind === 'slow') await sleep(fault.ms, undefined, { ref: false });
    const reply = fault?.kind === 'status' ? faulty(fault, options) : await options.handle(request);
    if (fault?.kind === 'drop') return void (note(null), outgoing.destroy());
    note(reply.status);
    send(outgoing, reply);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    ...{ faults, requests, load },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(incoming: IncomingMessage): Promise<TwinRequest> {
  const url = new URL(incoming.url ?? '/', 'http://twin');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
    json: parse(body.toString()),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function faulty(fault: Fault & { kind: 'status' }, { faultBody }: TwinOptions): TwinReply {
  return {
    status: fault.status,
    headers: fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) },
    body: fault.body ?? faultBody?.(fault.status),
  };
}

function send(outgoing: ServerResponse, { status, headers = {}, body }: TwinReply): void {
  const plain = body instanceof Uint8Array || typeof body === 'string' || body === undefined;
  const type = plain ? {} : { 'content-type': 'application/json; charset=utf-8' };
  outgoing.writeHead(status, { ...type, ...headers });
  outgoing.end(plain ? body : JSON.stringify(body));
}

import type { Endpoint } from '@pebble/contract/endpoint';
import { ENDPOINTS } from '@pebble/contract/endpoints';
import { ERRORS } from '@pebble/contract/error-codes';
import type { Event } from '@pebble/contract/events';
import { Problem } from '@pebble/contract/problem';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { fakeFeedRoutes } from './fake-feed-routes.ts';
import { fakeFlowRoutes } from './fake-flow-routes.ts';
import { fakeLetterRoutes } from './fake-letter-routes.ts';
import { fakeMailRoutes } from './fake-mail-routes.ts';
import type { FakePerson } from './fake-people.ts';
import { FakeProblem } from './fake-problem.ts';
import { fakeRoutes, FakeTokens, type FakeHandler } from './fake-routes.ts';
import { fakeSenderRoutes } from './fake-sender-routes.ts';
import { FakeWorld } from './fake-world.ts';
import { serveFile } from './serve-file.ts';

export interface FakeApi {
  url: string;
  world: FakeWorld;
  tokens: FakeTokens;
  /** Cuts every open event stream, as a restart of the server does. */
  cutStreams(): void;
  close(): Promise<void>;
}

interface FakeApiOptions {
  /** Any free one when left out. */
  port?: number;
  world?: FakeWorld;
  /** Folder of the built UI; `dist/` when left out. */
  uiFolder?: string;
}

const BUILT = join(import.meta.dirname, '..', 'dist');

/**
 * A stand-in for Pebble's server, in memory: requests and replies pass the contract's schemas, so it cannot drift from
 * the API. Serves the built UI as well, under the same policy as the real server.
 */
export async function startFakeApi(options: FakeApiOptions = {}): Promise<FakeApi> {
  const { port = 0, world = new FakeWorld(), uiFolder = BUILT } = options;
  const tokens = new FakeTokens();
  const routes = {
    ...fakeRoutes(world, tokens),
    ...fakeLetterRoutes(world),
    ...fakeMailRoutes(world),
    ...fakeSenderRoutes(world),
    ...fakeFlowRoutes(),
    ...fakeFeedRoutes(),
  };
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (!path.startsWith('/api/')) return serveFile(uiFolder, path, response);
    answer(request, response, { routes, tokens, world, streams }).catch((error: unknown) => {
      sendProblem(response, error);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const cutStreams = (): void => streams.forEach((stream) => stream.destroy());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    tokens,
    cutStreams,
    close: () => closeServer(server),
  };
}

interface Parts {
  routes: Record<string, FakeHandler>;
  tokens: FakeTokens;
  world: FakeWorld;
  streams: Set<ServerResponse>;
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const [endpoint, params] = findEndpoint(request.method ?? 'GET', url.pathname);
  const person = authorise(endpoint, request, parts.tokens);
  if (endpoint.stream) return stream(request, response, parts);
  const handler = parts.routes[endpoint.id];
  if (!handler) throw new FakeProblem('not_found');
  const { body, raw } = await readBody(endpoint, request);
  const reply = await handler({
    person,
    params: endpoint.params.parse(params) as Record<string, string>,
    query: endpoint.query.parse(Object.fromEntries(url.searchParams)) as Record<string, string>,
    body,
    raw,
  });
  if (endpoint.status === 204) return void response.writeHead(204).end();
  send(response, endpoint.status, endpoint.reply.parse(reply));
}

/** JSON by the endpoint's schema; anything else as it came. */
async function readBody(endpoint: Endpoint, request: IncomingMessage) {
  const type = request.headers['content-type'];
  const isJson = type === undefined || type.startsWith('application/json');
  if (!isJson) return { body: {}, raw: await text(request) };
  const body = endpoint.body.parse(type === undefined ? {} : await json(request));
  return { body: body as Record<string, unknown>, raw: undefined };
}

function authorise(endpoint: Endpoint, request: IncomingMessage, tokens: FakeTokens): FakePerson | null {
  if (endpoint.access === 'public') return null;
  const person = tokens.whose((request.headers.authorization ?? '').replace('Bearer ', ''));
  if (!person) throw new FakeProblem('unauthenticated');
  if (!endpoint.access.includes(person.me.role)) throw new FakeProblem('forbidden');
  return person;
}

function stream(request: IncomingMessage, response: ServerResponse, { world, streams }: Parts): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.write(': hello\n\n');
  const write = (event: Event): void =>
    void response.write(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
  const last = request.headers['last-event-id'];
  if (last !== undefined) world.events.slice(Number(last)).forEach(write);
  world.log.on('event', write);
  streams.add(response);
  response.on('close', () => {
    streams.delete(response);
    world.log.off('event', write);
  });
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

/** A literal path before one with a parameter that would take it for an id. */
const BY_PATH = ENDPOINTS.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);

function findEndpoint(method: string, path: string): [Endpoint, Record<string, string>] {
  for (const endpoint of BY_PATH) {
    const pattern = `^${endpoint.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`;
    const match = endpoint.method === method && new RegExp(pattern).exec(path);
    if (match) return [endpoint, decoded(match.groups ?? {})];
  }
  throw new FakeProblem('not_found');
}

function sendProblem(response: ServerResponse, error: unknown): void {
  const { code, more, headers } =
    error instanceof FakeProblem ? error : new FakeProblem('invalid_request', { detail: String(error) });
  const problem = Problem.parse({ type: 'about:blank', code, instance: 'fake', ...ERRORS[code], ...more });
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  send(response, problem.status, problem);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

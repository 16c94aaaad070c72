import type { TwinReply, TwinRequest } from '../../kit/twin/twin-server.ts';
import { badRequest, errorBody } from './graph-error.ts';
import type { Json } from './render.ts';
import { bodyOf, ok, route, type Call, type World } from './world.ts';

interface Part {
  id: string;
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
  dependsOn?: string[];
}

interface Done {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Parts of one mailbox that run together; the rest is turned away, as more than four requests are outside of a batch. */
const TOGETHER = 4;

/** `POST /$batch`: each part is a request of its own, with its own answer. */
export function batchRoute(serve: (request: TwinRequest) => Promise<TwinReply>) {
  return route('POST', '/$batch', async (call) => {
    const parts = readParts(call);
    const done = new Map<string, Done>();
    const started = new Map<string, number>();
    for (const part of parts) {
      done.set(part.id, await run(part, call, done, started, serve));
    }
    // The order is nobody's promise.
    return ok({ responses: [...done.values()].reverse() });
  });
}

async function run(
  part: Part,
  { request, world }: Call,
  done: ReadonlyMap<string, Done>,
  started: Map<string, number>,
  serve: (request: TwinRequest) => Promise<TwinReply>,
): Promise<Done> {
  const first = part.dependsOn?.map((id) => done.get(id));
  if (first?.some((one) => !one || one.status >= 400)) return failed(part.id, 424, 'FailedDependency', world);
  const mailbox = /^\/(?:users(?:\/|\(')([^/']+)|me)/.exec(part.url)?.[1] ?? 'me';
  const together = (started.get(mailbox) ?? 0) + 1;
  // A part that waits for another does not run together with it.
  if (!part.dependsOn) started.set(mailbox, together);
  const crowded = !part.dependsOn && together > TOGETHER;
  if (crowded || world.random() < world.dials.batchThrottle) {
    return { ...failed(part.id, 429, 'ApplicationThrottled', world), headers: { 'Retry-After': '1' } };
  }
  const reply = await serve(toRequest(part, request));
  const headers = { ...reply.headers };
  if (reply.body === undefined) return { id: part.id, status: reply.status, headers };
  const binary = reply.body instanceof Uint8Array;
  const body = binary ? Buffer.from(reply.body as Uint8Array).toString('base64') : reply.body;
  return {
    id: part.id,
    status: reply.status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  };
}

function failed(id: string, status: number, code: string, world: World): Done {
  return { id, status, body: errorBody(code, 'The part was not carried out.', world.now()) };
}

function toRequest(part: Part, outer: TwinRequest): TwinRequest {
  const url = new URL(`/v1.0${part.url}`, 'http://twin');
  const headers = Object.entries(part.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  const text = part.body === undefined ? '' : JSON.stringify(part.body);
  return {
    method: part.method,
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: { ...Object.fromEntries(headers), authorization: outer.headers['authorization'] ?? '' },
    body: Buffer.from(text),
    json: part.body,
  };
}

function readParts(call: Call): Part[] {
  const { requests } = bodyOf(call) as { requests?: Json[] };
  if (!Array.isArray(requests) || requests.length === 0)
    throw badRequest('A batch needs requests.', 'BadRequest');
  if (requests.length > 20) throw badRequest('A batch holds at most 20 requests.', 'BadRequest');
  const parts = requests as unknown as Part[];
  for (const { id, method, url } of parts) {
    if (![id, method, url].every((one) => typeof one === 'string') || !url.startsWith('/')) {
      throw badRequest('A part needs id, method and a relative url.', 'BadRequest');
    }
  }
  if (new Set(parts.map(({ id }) => id)).size < parts.length)
    throw badRequest('Ids of parts are unique.', 'BadRequest');
  return parts;
}

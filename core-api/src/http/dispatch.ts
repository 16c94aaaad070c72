import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { isDatabaseAway } from '../db/is-away.ts';
import type { MaybeCaller, Route, StreamItem } from './route.ts';
import { correlationId } from './correlation.ts';
import { parseCall } from './parse-call.ts';
import { PlainReply } from './plain-reply.ts';
import { ApiProblem, problemBody, problemHeaders } from './problem.ts';
import { RouteTable, type Match } from './route-table.ts';

/** A restart of Postgres takes seconds. */
const AWAY_S = 1;

/** A request before anything is known about it, from a socket or from inside the process. */
export interface RawRequest {
  method: string;
  /** Path without query. */
  path: string;
  query: Record<string, string>;
  header(name: string): string | undefined;
  address: string | null;
  readBody(limit: number): Promise<Uint8Array>;
  signal: AbortSignal;
}

export interface RawReply {
  status: number;
  headers: Record<string, string>;
  /** JSON value; undefined for no body. */
  body?: unknown;
  stream?: AsyncIterable<StreamItem<unknown>>;
  /** A reply that is no JSON, piece by piece. */
  text?: AsyncIterable<string>;
}

/** Turns the Authorization header into a caller. @throws ApiProblem unauthenticated */
export type Authenticate = (header: string | undefined) => Promise<MaybeCaller>;

export type Dispatch = (request: RawRequest) => Promise<RawReply>;

/**
 * The one way into the API, whether by HTTP or from a flow in this process: find the route, check the token, then the role,
 * then read and validate the parts, run, and check the reply against the contract. The order matters: nobody without
 * a token makes us read a body.
 */
export function createDispatch(deps: {
  routes: readonly Route[];
  db: Database;
  authenticate: Authenticate;
  log: Logger;
}): Dispatch {
  const table = new RouteTable(deps.routes);
  return async (request) => {
    const id = correlationId(request.header('x-correlation-id'));
    const started = performance.now();
    const match = table.match(request.method, request.path);
    const endpoint = match && 'route' in match ? match.route.endpoint.id : 'none';
    const log = deps.log.child({ correlation_id: id, endpoint });
    const reply = await answer(deps, request, match, id, log).catch((error: unknown) =>
      refuse(error, id, log),
    );
    log.info(
      { method: request.method, status: reply.status, ms: Math.round(performance.now() - started) },
      'request',
    );
    return { ...reply, headers: { ...reply.headers, 'x-correlation-id': id } };
  };
}

async function answer(
  deps: { db: Database; authenticate: Authenticate },
  request: RawRequest,
  match: Match,
  id: string,
  log: Logger,
): Promise<RawReply> {
  // Under /api/v1 even an unknown path asks for the token first: strangers cannot map the API by its 404s.
  const isPublic = match && 'route' in match && match.route.endpoint.access === 'public';
  const guarded = !isPublic && (match !== null || request.path.startsWith('/api/v1'));
  const caller = guarded ? await deps.authenticate(request.header('authorization')) : null;
  if (!match) throw new ApiProblem('not_found', { detail: 'There is nothing at this path.' });
  if ('allow' in match) throw new ApiProblem('method_not_allowed', { allow: match.allow });
  const { route, params } = match;
  const { endpoint } = route;
  if (endpoint.access !== 'public' && !(caller && endpoint.access.includes(caller.role))) {
    throw new ApiProblem('forbidden', { detail: `Only for: ${endpoint.access.join(', ')}.` });
  }
  await route.admit?.(caller);
  const call = await parseCall(endpoint, {
    params,
    query: request.query,
    contentType: request.header('content-type'),
    readBody: request.readBody,
  });
  const { address, signal, header } = request;
  const context = {
    // A flow in another engine goes on with what its mail began.
    correlationId: (caller?.kind === 'job' ? caller.correlationId : null) ?? id,
    log,
    address,
    signal,
    header,
    userAgent: header('user-agent') ?? null,
  };
  const result = await route.run(deps.db, { ...call, context }, caller);
  if (result instanceof PlainReply) {
    return { status: result.status, headers: { ...result.headers }, text: pieces(result.body) };
  }
  if (endpoint.stream) {
    const items = result as AsyncIterable<StreamItem<unknown>>;
    return { status: endpoint.status, headers: {}, stream: untilFailure(items, log) };
  }
  if (endpoint.produces) {
    const headers = { 'content-type': `${endpoint.produces}; charset=utf-8` };
    return { status: endpoint.status, headers, text: result as AsyncIterable<string> };
  }
  // Checked, and stripped of what the contract does not name: a column too many never leaves the house.
  const body = endpoint.reply.parse(result ?? {});
  return endpoint.status === 204
    ? { status: 204, headers: {} }
    : { status: endpoint.status, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}

/** The status has been sent by then: a stream that fails can only end, and its client comes back for the rest. */
async function* untilFailure(
  items: AsyncIterable<StreamItem<unknown>>,
  log: Logger,
): AsyncGenerator<StreamItem<unknown>> {
  try {
    yield* items;
  } catch (error) {
    log.error({ err: error }, 'stream failed');
  }
}

function refuse(error: unknown, id: string, log: Logger): RawReply {
  const problem = toProblem(error);
  if (problem.code === 'internal') log.error({ err: error }, 'request failed');
  else if (problem !== error) log.warn({ err: error }, 'the database is away');
  return { status: problem.status, headers: problemHeaders(problem), body: problemBody(problem, id) };
}

/** A client of a database that restarts is told to come again; it has done nothing wrong, and nor have we. */
function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (!isDatabaseAway(error)) return new ApiProblem('internal');
  return new ApiProblem('not_ready', { detail: 'The database does not answer.', retryAfter: AWAY_S });
}

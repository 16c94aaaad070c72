import type { WireReply } from '@pebble/contract/client';
import type { Endpoint } from '@pebble/contract/endpoint';
import { ENDPOINTS } from '@pebble/contract/endpoints';
import type { ErrorCode } from '@pebble/contract/error-codes';
import type { Problem } from '@pebble/contract/problem';
import { NetworkError, type AbortableSend, type AnyRequest } from '../lib/fetch-send.ts';
import { problem } from './factories.ts';

export interface Call {
  endpoint: string;
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: Record<string, unknown>;
  /** The access token that came along, if any. */
  token: string | null;
}

/** What a handler answers instead of the endpoint's reply. */
export interface Refusal {
  refuse: ErrorCode;
  more?: Partial<Problem>;
  headers?: Record<string, string>;
}

/** Stands for a cable that was pulled. */
export const NO_ANSWER = Symbol('no answer');

export type Handler = (call: Call) => unknown;

/**
 * A server for tests, behind the contract: requests are parsed by the endpoint's schemas and replies checked against
 * them, so that neither side of a test can lie. An endpoint without a handler fails the test that calls it.
 */
export function fakeServer(handlers: Record<string, Handler>): { send: AbortableSend; calls: Call[] } {
  const calls: Call[] = [];
  const send: AbortableSend = async (request, signal) => {
    signal?.throwIfAborted();
    const url = new URL(request.path, 'http://fake');
    const [endpoint, params] = findEndpoint(request.method, url.pathname);
    const call: Call = {
      endpoint: endpoint.id,
      params,
      query: endpoint.query.parse(Object.fromEntries(url.searchParams)) as Record<string, unknown>,
      body: bodyOf(request, endpoint),
      token: request.headers['authorization']?.replace('Bearer ', '') ?? null,
    };
    calls.push(call);
    const handler = handlers[endpoint.id];
    if (!handler) throw new Error(`the test has no handler for ${endpoint.id}`);
    const answer = await handler(call);
    signal?.throwIfAborted();
    if (answer === NO_ANSWER) throw new NetworkError('no answer');
    return isRefusal(answer)
      ? refuse(answer)
      : { status: endpoint.status, body: endpoint.reply.parse(answer ?? {}), headers: {} };
  };
  return { send, calls };
}

/** What is no JSON is handed on as it came, under `raw`. */
function bodyOf({ headers, body }: AnyRequest, endpoint: Endpoint): Record<string, unknown> {
  const type = headers['content-type'] ?? 'application/json';
  if (type !== 'application/json' || body instanceof Blob) return { raw: body, type };
  return endpoint.body.parse(JSON.parse(body ?? '{}')) as Record<string, unknown>;
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

/** A literal path before one with a parameter that would take it for an id. */
const BY_PATH = ENDPOINTS.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);

function findEndpoint(method: string, path: string): [Endpoint, Record<string, string>] {
  for (const endpoint of BY_PATH) {
    const pattern = endpoint.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = endpoint.method === method && new RegExp(`^${pattern}$`).exec(path);
    if (match) return [endpoint, decoded(match.groups ?? {})];
  }
  throw new Error(`the contract has no ${method} ${path}`);
}

function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refuse' in answer;
}

function refuse({ refuse: code, more, headers }: Refusal): WireReply {
  const body = problem(code, more);
  return { status: body.status, body, headers: headers ?? {} };
}

// Generated from core-api/contract/src/client.ts by `npm run nodes:generate`: change it there.
import type { z } from 'zod/v4';
import type { Endpoint } from './endpoint';
import { Problem } from './problem';

export interface WireRequest {
  method: string;
  /** Path with query, from the slash on. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface WireReply {
  status: number;
  /** Decoded JSON, or undefined without a body. */
  body: unknown;
  headers: Record<string, string>;
}

/** Sends one request somewhere and returns what came back; throws only when nothing came back. */
export type Send = (request: WireRequest) => Promise<WireReply>;

/** An answer that is not the endpoint's reply. The message holds status and code, never the body that was sent. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: Problem | null;
  /** Seconds to wait, when the server said so. */
  readonly retryAfter: number | null;

  constructor(endpoint: string, status: number, problem: Problem | null, retryAfter: number | null) {
    super(`${endpoint} answered ${status}${problem ? ` ${problem.code}: ${problem.title}` : ''}`);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

// NOTHING's type has the index signature string: a part whose keys are not named may be left out.
type Part<N extends string, T> = string extends keyof T ? { [K in N]?: T } : { [K in N]: T };
type Parts<P, Q, B> = Part<'params', P> & { query?: Q } & Part<'body', B>;

/** Calls one endpoint through `send`, checks the reply against the contract, and throws ApiError otherwise. */
export async function call<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  send: Send,
  endpoint: Endpoint<P, Q, B, R>,
  parts: Parts<z.input<P>, z.input<Q>, z.input<B>>,
): Promise<z.output<R>> {
  const reply = await send({
    method: endpoint.method,
    path: fillPath(endpoint.path, parts.params) + queryString(parts.query),
    headers: {
      accept: 'application/json',
      ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
  });
  if (reply.status === endpoint.status) return endpoint.reply.parse(reply.body ?? {});
  const problem = Problem.safeParse(reply.body);
  const retryAfter = Number(reply.headers['retry-after']);
  throw new ApiError(
    endpoint.id,
    reply.status,
    problem.success ? problem.data : null,
    Number.isFinite(retryAfter) && reply.headers['retry-after'] ? retryAfter : null,
  );
}

function fillPath(path: string, params: unknown): string {
  const values = (params ?? {}) as Record<string, unknown>;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

// By hand, because the contract runs in hosts that offer neither URLSearchParams nor any other Web API.
function queryString(query: unknown): string {
  const pairs = Object.entries((query ?? {}) as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

// Generated from core-api/contract/src/endpoint.ts by `npm run nodes:generate`: change it there.
import type { z } from 'zod/v4';
import type { ErrorCode } from './error-codes';
import type { EventType } from './event-types';
import { NOTHING } from './nothing';
import type { Role } from './roles';

/** The event an endpoint writes, or why it writes none. Required, so that nobody forgets to decide. */
export type Audit = { event: EventType | readonly EventType[] } | { none: string };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a body can be. Types other than JSON arrive as bytes. */
export type ContentType =
  | 'application/json'
  | 'message/rfc822'
  | 'application/mbox'
  | 'text/csv'
  | 'text/plain'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  | 'application/vnd.ms-excel'
  | 'application/vnd.oasis.opendocument.spreadsheet'
  | 'application/octet-stream';

/** A request that fits the endpoint and that its test matrix and its page can use. */
export interface Example {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
}

/**
 * One endpoint of the API. Routes, typed client, OpenAPI, the human page and the authorisation tests are derived from it.
 * Paths end in a slash; the server accepts them without it as well.
 */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** Unique, camelCase; the operationId of OpenAPI. */
  id: string;
  method: Method;
  /** Parameters in braces: `/api/v1/cards/{card_id}/`. */
  path: string;
  summary: string;
  params: P;
  query: Q;
  body: B;
  /** Content types of the body; the first is the default. A type other than JSON arrives as bytes under `raw`. */
  consumes: readonly ContentType[];
  /** Largest body in bytes, where it differs from what is usual for the content types. */
  maxBytes?: number;
  /** HTTP status of success. */
  status: 200 | 201 | 202 | 204;
  reply: R;
  /** Content type of a reply that is no JSON; `reply` is then the text. */
  produces?: 'text/csv';
  /** True when the reply is a server-sent event stream of `reply` objects. */
  stream: boolean;
  /** Problems beyond those that any endpoint can answer (unauthenticated, forbidden, invalid_request, internal). */
  errors: readonly ErrorCode[];
  /** `public` needs no token; otherwise the roles that may call it. */
  access: 'public' | readonly Role[];
  audit: Audit;
  example: Example;
}

type Draft<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = Omit<
  Endpoint<P, Q, B, R>,
  'params' | 'query' | 'body' | 'consumes' | 'stream' | 'errors' | 'status' | 'example'
> &
  Partial<
    Pick<
      Endpoint<P, Q, B, R>,
      'params' | 'query' | 'body' | 'consumes' | 'stream' | 'errors' | 'status' | 'example'
    >
  >;

/** Completes a definition with the usual defaults: no parameters, JSON in, 200 out. */
export function defineEndpoint<
  R extends z.ZodType,
  P extends z.ZodType = typeof NOTHING,
  Q extends z.ZodType = typeof NOTHING,
  B extends z.ZodType = typeof NOTHING,
>(draft: Draft<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return {
    // The casts are sound: when a part is left out, its type parameter is the default NOTHING.
    params: NOTHING as unknown as P,
    query: NOTHING as unknown as Q,
    body: NOTHING as unknown as B,
    consumes: ['application/json'],
    status: 200,
    stream: false,
    errors: [],
    example: {},
    ...draft,
  };
}

/** True when the endpoint declares that it takes a body. */
export function takesBody(endpoint: Endpoint): boolean {
  return endpoint.body !== NOTHING;
}

export type Params<E> = E extends Endpoint<infer P, z.ZodType, z.ZodType, z.ZodType> ? z.output<P> : never;
export type Query<E> = E extends Endpoint<z.ZodType, infer Q, z.ZodType, z.ZodType> ? z.output<Q> : never;
export type Body<E> = E extends Endpoint<z.ZodType, z.ZodType, infer B, z.ZodType> ? z.output<B> : never;
export type Reply<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.output<R> : never;
/** What a handler may return: the reply before its schema has completed it. */
export type ReplyInput<E> = E extends Endpoint<z.ZodType, z.ZodType, z.ZodType, infer R> ? z.input<R> : never;

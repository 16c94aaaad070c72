import { InputError, UpstreamError } from '@pebble/kit/errors';
import type { Effect, Http, HttpMethod, HttpRequest, HttpResponse } from '@pebble/kit/http';
import { decodeSuccess } from '@pebble/kit/json-http';
import { codeOf, failureOf } from './graph-failure.ts';
import { segment } from './path.ts';

export interface GraphRequest {
  /** Whose it is: address or id; empty for the person who signed in. Null for what belongs to no mailbox. */
  mailbox: string | null;
  method: HttpMethod;
  /** Below the mailbox; below `/v1.0` when there is none; or a path from a link, which begins with `/v1.0/` itself. */
  path: string;
  body?: unknown;
  /** Preferences besides immutable ids. */
  prefer?: readonly string[];
  effect?: Effect;
  headers?: Readonly<Record<string, string>>;
}

/** Requests that Outlook carries out for one app and one mailbox at the same time. */
const CONCURRENT = 4;

/** Graph as this connector speaks to it: immutable ids always, and never more at once than a mailbox takes. */
export function graphClient(http: Http) {
  const send = (request: GraphRequest, expect?: 'bytes') => http(toHttp(request, expect));
  return {
    /** Whatever comes back; for those who must look at the status themselves. */
    answer: (request: GraphRequest) => send(request),
    /** Decoded JSON, undefined for an empty body. Throws the error of a failure. */
    ask: async (request: GraphRequest): Promise<unknown> => decode(await send(request), request),
    bytes: async (request: GraphRequest): Promise<Uint8Array> => {
      const response = await send(request, 'bytes');
      if (response.status >= 300) throw explained(response, request);
      if (!response.bytes) throw new UpstreamError('Microsoft Graph gave no content');
      return response.bytes;
    },
    /** To an address that opens by itself, such as that of an upload session. */
    bare: (request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>, mailbox: string) =>
      http({ ...request, bare: true, lane: laneOf(mailbox) }),
  };
}
export type Graph = ReturnType<typeof graphClient>;

export function decode(response: HttpResponse, request: GraphRequest): unknown {
  if (response.status >= 300) throw explained(response, request);
  return decodeSuccess(response, 'Microsoft Graph');
}

/** Where a mailbox is found, below `/v1.0`. */
export function mailboxPath(mailbox: string): string {
  return mailbox === '' ? '/me' : `/users/${segment(mailbox)}`;
}

/** The preference that must be on every request, or ids would mix. */
export const IMMUTABLE = 'IdType="ImmutableId"';

function toHttp(request: GraphRequest, expect: 'bytes' | undefined): HttpRequest {
  const { mailbox, method, path, body, prefer = [], effect, headers = {} } = request;
  const place = path.startsWith('/v1.0/') ? '' : `/v1.0${mailbox === null ? '' : mailboxPath(mailbox)}`;
  return {
    method,
    url: place + path,
    headers: {
      accept: expect === 'bytes' ? '*/*' : 'application/json',
      prefer: [IMMUTABLE, ...prefer].join(', '),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(effect ? { effect } : {}),
    ...(expect ? { expect } : {}),
    ...(mailbox === null ? {} : { lane: laneOf(mailbox) }),
  };
}

function laneOf(mailbox: string) {
  return { key: `outlook:${mailbox === '' ? 'me' : mailbox.toLowerCase()}`, concurrency: CONCURRENT };
}

function explained(response: HttpResponse, { mailbox }: GraphRequest) {
  const failure = failureOf(response);
  // What Graph says to `/me` of an app; a wrong filter and the like have codes of their own.
  if (mailbox !== '' || response.status !== 400 || codeOf(response) !== 'BadRequest') return failure;
  return new InputError(`${failure.message}. An app has no mailbox of its own: fill in "mailbox"`, 'mailbox');
}

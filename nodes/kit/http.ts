// Generated from pieces/kit/src/http.ts by `npm run nodes:generate`: change it there.
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a request does to the other side when it arrives, and when it arrives twice. */
export type Effect = 'read' | 'repeatable' | 'once';

/** One request on its way out. */
export interface HttpRequest {
  method: HttpMethod;
  /** A path with query, from the slash on; `authorize` puts the base URL before it. A vendor's own absolute link is fine too. */
  url: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body?: string | Uint8Array;
  /** Said where the method does not tell it: a search by POST is a `read`. See `effectOf`. */
  effect?: Effect;
  /** `bytes`: the answer is no text; it comes in `bytes`. */
  expect?: 'bytes';
  /** Of all requests with the same key, at most `concurrency` are under way in a process at a time. */
  lane?: Lane;
  /**
   * The URL is absolute and opens its own door, such as that of an upload session: it goes out as it is, without the credential,
   * which has no business on another host.
   */
  bare?: boolean;
}

export interface Lane {
  key: string;
  concurrency: number;
}

/** What came back, whatever its status. */
export interface HttpResponse {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** Empty when `bytes` were asked for and the status is a success. */
  body: string;
  bytes?: Uint8Array;
}

/**
 * The only way out of a connector. The host hands it in, and with it time-outs, proxies, TLS checks and retries.
 * It resolves for any status and throws only when nothing came back.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** By the request's own word, else by the meaning of its method (RFC 9110, 9.2). */
export function effectOf({ effect, method }: Pick<HttpRequest, 'effect' | 'method'>): Effect {
  if (effect) return effect;
  if (method === 'GET') return 'read';
  return method === 'PUT' || method === 'DELETE' ? 'repeatable' : 'once';
}

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request on its way out. */
export interface HttpRequest {
  method: HttpMethod;
  /** A path with query, from the slash on; `authorize` puts the base URL before it. A vendor's own absolute link is fine too. */
  url: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body?: string;
}

/** What came back, whatever its status. */
export interface HttpResponse {
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
}

/**
 * The only way out of a connector. The host hands it in, and with it time-outs, proxies, TLS checks and retries.
 * It resolves for any status and throws only when nothing came back.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

import type { Http, HttpRequest, HttpResponse } from '../http.ts';

/** One recorded request and its answer. Paths come without the base URL, bodies decoded. */
export interface Exchange {
  request: {
    method: string;
    path: string;
    /** Left out when it does not matter. */
    body?: unknown;
  };
  response: Reply;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Decoded JSON; left out for an empty body. A text is sent as it is, JSON or not, and so are bytes. */
  body?: unknown;
}

export interface Replay {
  http: Http;
  /** Every request that was sent, in order. */
  requests: readonly HttpRequest[];
  /** Throws when a request came that was not recorded, or when a recorded one did not come. */
  verify(): void;
}

/**
 * An Http port over recorded exchanges, in their order. An unexpected request fails at once; call `verify` at the end as well,
 * because a flow may forgive the failed step.
 */
export function replayHttp(exchanges: readonly Exchange[]): Replay {
  const left = [...exchanges];
  const requests: HttpRequest[] = [];
  const surprises: string[] = [];
  return {
    requests,
    http: async (request) => {
      requests.push(request);
      const [next] = left;
      if (!next || !fits(next.request, request)) {
        surprises.push(
          `unexpected ${request.method} ${pathOf(request.url)}${next ? `, not ${next.request.method} ${next.request.path}` : ''}`,
        );
        throw new Error('Unexpected request');
      }
      left.shift();
      return toResponse(next.response);
    },
    verify() {
      const missing = left.map(({ request }) => `missing ${request.method} ${request.path}`);
      const problems = [...surprises, ...missing];
      if (problems.length > 0) throw new Error(`The exchanges differ: ${problems.join('; ')}`);
    },
  };
}

/** A reply as it arrives over HTTP. */
export function toResponse({ status, headers = {}, body }: Reply): HttpResponse {
  if (body instanceof Uint8Array) return { status, headers, body: '', bytes: body };
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  return { status, headers, body: text };
}

/** Path and query of an absolute URL. */
export function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, '');
}

function fits(expected: Exchange['request'], request: HttpRequest): boolean {
  if (expected.method !== request.method || expected.path !== pathOf(request.url)) return false;
  return expected.body === undefined || sameJson(expected.body, request.body);
}

// Key order does not matter; the value does.
function sameJson(expected: unknown, body: HttpRequest['body']): boolean {
  if (typeof body !== 'string') return false;
  const sorted = (value: unknown) =>
    JSON.stringify(value, (_, member: unknown) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    );
  return sorted(expected) === sorted(JSON.parse(body));
}

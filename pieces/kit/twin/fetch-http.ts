import type { Http, HttpRequest, HttpResponse } from '../src/http.ts';

/** A request and its answer, as they went over the line. */
export interface SentExchange {
  request: HttpRequest;
  response: HttpResponse;
}

/** The port over Node's own fetch, for tests and demos against a twin. It repeats nothing and limits nothing. */
export function fetchHttp(seen: (exchange: SentExchange) => void = () => undefined): Http {
  return async (request) => {
    const { method, url, headers, body, expect } = request;
    // A copy, because fetch takes no bytes that may be shared memory.
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) };
    const answer = await fetch(url, { method, headers, redirect: 'manual', ...sent });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const asBytes = expect === 'bytes' && answer.ok;
    const response: HttpResponse = {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: asBytes ? '' : Buffer.from(bytes).toString(),
      ...(asBytes ? { bytes } : {}),
    };
    seen({ request, response });
    return response;
  };
}

import type { Http, HttpMethod } from '@pebble/kit/http';

/** A call to another system that a rehearsal did not make. */
export class HeldBack extends Error {
  override readonly name = 'HeldBack';

  constructor(method: string, host: string) {
    super(`${method} to ${host} is not sent in a rehearsal`);
  }
}

/** Reads by the meaning of HTTP (RFC 9110, 9.2.1): they ask for no change. */
const SAFE: readonly HttpMethod[] = ['GET'];

/** Lets safe reads through and holds everything else back, which fails as a call that got no answer. */
export function safeReadsOnly(
  outside: Http,
  held: { method: string; host: string }[],
  signal: AbortSignal,
): Http {
  return async (request) => {
    const { host } = new URL(request.url);
    if (!SAFE.includes(request.method) || signal.aborted) {
      held.push({ method: request.method, host });
      throw new HeldBack(request.method, host);
    }
    return outside(request);
  };
}

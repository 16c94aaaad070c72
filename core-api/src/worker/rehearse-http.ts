import { effectOf, type Http } from '@pebble/kit/http';

/** A call to another system that a rehearsal did not make. */
export class HeldBack extends Error {
  override readonly name = 'HeldBack';

  constructor(method: string, host: string) {
    super(`${method} to ${host} is not sent in a rehearsal`);
  }
}

/** Lets reads through and holds everything else back, which fails as a call that got no answer. */
export function safeReadsOnly(
  outside: Http,
  held: { method: string; host: string }[],
  signal: AbortSignal,
): Http {
  return async (request) => {
    const { host } = new URL(request.url);
    if (effectOf(request) !== 'read' || signal.aborted) {
      held.push({ method: request.method, host });
      throw new HeldBack(request.method, host);
    }
    return outside(request);
  };
}

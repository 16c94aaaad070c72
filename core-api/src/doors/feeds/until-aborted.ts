import type { Http } from '@pebble/kit/http';

/** The same port, but nobody waits for an answer any more once the signal has come: whoever stops shall not wait for a slow system. */
export function untilAborted(http: Http, signal: AbortSignal): Http {
  return async (request) => {
    signal.throwIfAborted();
    let abort: () => void = () => undefined;
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
    });
    try {
      return await Promise.race([http(request), aborted]);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  };
}

import type { Http } from '@pebble/kit/http';
import type { FeedSource } from '../../features/feeds/feed-source.ts';

/** The same port, but nobody waits for an answer any more once the signal has come: whoever stops shall not wait for a slow system. */
export function untilAborted(http: Http, signal: AbortSignal): Http {
  return async (request) => {
    signal.throwIfAborted();
    return orAborted(http(request), signal);
  };
}

/**
 * The same source, of which nobody waits for anything once the signal has come: neither for the other side, nor for the session that
 * another process is fetching, which may have died over it.
 */
export function readUntilAborted(source: FeedSource, signal: AbortSignal): FeedSource {
  const { host, mail, trigger } = source;
  return {
    ...source,
    host: { ...host, http: untilAborted(host.http, signal) },
    mail: {
      ...mail,
      fetch: (...asked) => orAborted(mail.fetch(...asked), signal),
      list: (...asked) => orAborted(mail.list(...asked), signal),
    },
    trigger: { ...trigger, poll: (...asked) => orAborted(trigger.poll(...asked), signal) },
  };
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

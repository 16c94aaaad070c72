import type { Send, WireReply, WireRequest } from '@pebble/contract/client';

/** As the contract's request, and its body may be bytes. */
export type AnyRequest = Omit<WireRequest, 'body'> & { body?: string | Blob };

/** As the contract's Send, and can be called off. */
export type AbortableSend = (request: AnyRequest, signal?: AbortSignal) => Promise<WireReply>;

/** Nothing came back: offline, refused, or cut off. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/** Sends to the origin that served the page. @throws NetworkError, or the signal's AbortError */
export const fetchSend: AbortableSend = async (request, signal) => {
  try {
    const reply = await fetch(request.path, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      signal: signal ?? null,
    });
    const isCsv = reply.headers.get('content-type')?.startsWith('text/csv');
    const text = await reply.text();
    return {
      status: reply.status,
      body: isCsv ? text : parseJson(text),
      headers: Object.fromEntries(reply.headers),
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw new NetworkError('no answer', { cause: error });
  }
};

/** Binds a signal, for the contract's `call`. */
export function withSignal(send: AbortableSend, signal: AbortSignal | undefined): Send {
  return (request) => send(request, signal);
}

// A proxy in between may answer HTML; the status says enough then.
function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { createParser } from 'eventsource-parser';

/** The server answered, but not with a stream. */
export class StreamRefused extends Error {
  override readonly name = 'StreamRefused';
  readonly status: number;

  constructor(status: number) {
    super(`the stream answered ${status}`);
    this.status = status;
  }
}

export interface StreamMessage {
  /** Position in the stream, to resume after. */
  id: string | null;
  data: string;
}

interface ReadStreamOptions {
  /** Of the stream's endpoint. */
  path: string;
  token: string;
  /** Read on after this event; null starts with what happens from now on. */
  lastEventId: string | null;
  signal: AbortSignal;
  fetch: typeof fetch;
  /** Silence longer than this is a dead connection: the server says something at least this often, in milliseconds. */
  silenceMs: number;
  onOpen(): void;
  onMessage(message: StreamMessage): void;
}

/**
 * Reads a stream of server-sent events until it ends. EventSource cannot send an Authorization header, hence fetch.
 *
 * @throws StreamRefused when the server answers something else; the fetch's own error when the connection breaks
 */
export async function readStream(options: ReadStreamOptions): Promise<void> {
  const silence = new AbortController();
  const signal = AbortSignal.any([options.signal, silence.signal]);
  let timer = setTimeout(() => silence.abort(), options.silenceMs);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), options.silenceMs);
  };
  try {
    const reply = await options.fetch(options.path, {
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${options.token}`,
        ...(options.lastEventId === null ? {} : { 'last-event-id': options.lastEventId }),
      },
      cache: 'no-store',
      signal,
    });
    const isStream = reply.headers.get('content-type')?.startsWith('text/event-stream');
    if (!reply.ok || !isStream || !reply.body) throw new StreamRefused(reply.status);
    options.onOpen();
    const parser = createParser({
      onEvent: ({ id, data }) => options.onMessage({ id: id ?? null, data }),
    });
    const decoder = new TextDecoder();
    const reader = reply.body.getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      heard();
      parser.feed(decoder.decode(chunk.value, { stream: true }));
    }
  } finally {
    clearTimeout(timer);
  }
}

import type { Event } from '@pebble/contract/events';

export interface OpenStream {
  headers: Record<string, string>;
  /** Sends events in the server's format. */
  send(...events: Event[]): void;
  /** Sends text as it is, such as half a line. */
  write(text: string): void;
  /** Ends the stream in order, as a server does that is being stopped. */
  end(): void;
  /** Breaks the connection. */
  cut(): void;
}

export interface FakeStreams {
  fetch: typeof fetch;
  /** What the next calls answer instead of a stream: a status, or a broken network. */
  refuse: (number | 'network')[];
  /** Every stream that was opened, in order. */
  opened: OpenStream[];
}

export function wire(event: Event): string {
  return `id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** An event stream under the control of a test, in the place of `fetch`. */
export function fakeStreams(): FakeStreams {
  const streams: FakeStreams = {
    refuse: [],
    opened: [],
    fetch: (_, init) => {
      const refusal = streams.refuse.shift();
      if (refusal === 'network') return Promise.reject(new TypeError('network'));
      if (refusal !== undefined) return Promise.resolve(new Response('{}', { status: refusal }));
      return Promise.resolve(open(init?.headers as Record<string, string>, init?.signal));
    },
  };

  const open = (headers: Record<string, string>, signal: AbortSignal | null | undefined): Response => {
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const write = (text: string): void => controller.enqueue(encoder.encode(text));
        signal?.addEventListener('abort', () => controller.error(signal.reason));
        streams.opened.push({
          headers,
          write,
          send: (...events) => events.forEach((event) => write(wire(event))),
          end: () => controller.close(),
          cut: () => controller.error(new TypeError('cut')),
        });
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
  };
  return streams;
}

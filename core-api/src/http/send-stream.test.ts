import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamItem } from './route.ts';
import { sendStream } from './send-stream.ts';

/** A client whose appetite the test decides. */
class Client extends EventEmitter {
  readonly written: string[] = [];
  hungry = true;
  destroyed = false;
  ended = false;
  headers: Record<string, string> = {};
  set(headers: Record<string, string>) {
    this.headers = headers;
  }
  flushHeaders() {}
  write(text: string) {
    this.written.push(text);
    return this.hungry;
  }
  destroy() {
    this.destroyed = true;
    this.emit('close');
  }
  end() {
    this.ended = true;
  }
}

let client: Client;
let pulled = 0;
let released = false;
beforeEach(() => {
  client = new Client();
  [pulled, released] = [0, false];
});
afterEach(() => vi.useRealTimers());

async function* counting(to: number): AsyncGenerator<StreamItem<unknown>> {
  try {
    for (let n = 1; n <= to; n += 1) {
      pulled = n;
      yield { id: `e${n}`, data: { n } };
    }
  } finally {
    released = true;
  }
}
const run = (items: AsyncIterable<StreamItem<unknown>>) => sendStream(client as unknown as Response, items);

describe('a stream', () => {
  it('is written as server-sent events, and ended with its source', async () => {
    await run(counting(2));
    expect(client.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(client.written).toEqual(['id: e1\ndata: {"n":1}\n\n', 'id: e2\ndata: {"n":2}\n\n']);
    expect(client.ended).toBe(true);
  });

  it('keeps the line open with comments, which no client takes for an event', async () => {
    await run(
      (async function* () {
        yield { id: null, data: null };
      })(),
    );
    expect(client.written).toEqual([': keep-alive\n\n']);
  });

  it('has no line break inside an event, whatever the data', async () => {
    await run(
      (async function* () {
        yield { id: '1', data: { text: 'a\nid: forged\n\n' } };
      })(),
    );
    expect(client.written[0]?.trimEnd().split('\n')).toHaveLength(2);
  });

  it('waits for a slow client and asks its source for no more', async () => {
    client.hungry = false;
    const sent = run(counting(3));
    await expect.poll(() => client.listenerCount('drain')).toBe(1);
    expect(pulled).toBe(1);
    client.hungry = true;
    client.emit('drain');
    await sent;
    expect(client.written).toHaveLength(3);
    expect(client.listenerCount('drain') + client.listenerCount('close')).toBe(0);
  });

  it('lets its source go when the client leaves', async () => {
    client.hungry = false;
    const sent = run(counting(1_000_000));
    await expect.poll(() => client.listenerCount('close')).toBe(1);
    client.destroy();
    await sent;
    expect(released).toBe(true);
    expect(pulled).toBeLessThan(3);
  });

  it('cuts a client off that takes nothing for half a minute', async () => {
    vi.useFakeTimers();
    client.hungry = false;
    const sent = run(counting(1_000_000));
    await expect.poll(() => client.listenerCount('close')).toBe(1);
    await vi.advanceTimersByTimeAsync(29_000);
    expect(client.destroyed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_100);
    await sent;
    expect(client.destroyed).toBe(true);
    expect(released).toBe(true);
  });
});

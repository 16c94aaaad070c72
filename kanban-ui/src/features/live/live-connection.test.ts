import type { Event } from '@pebble/contract/events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from '../../lib/store.ts';
import { event } from '../../testing/factories.ts';
import { fakeStreams, wire, type FakeStreams } from '../../testing/fake-stream.ts';
import { keepLive } from './live-connection.ts';
import type { LiveStatus } from './live-status.ts';

/** A connection whose pauses the test ends. */
function connect(streams: FakeStreams) {
  const stop = new AbortController();
  const status = createStore<LiveStatus>('connecting');
  const events: Event[] = [];
  const resumed: boolean[] = [];
  const pauses: number[] = [];
  const session = {
    accessToken: vi.fn(() => Promise.resolve('access-1')),
    renew: vi.fn(() => Promise.resolve('access-2')),
  };
  const done = keepLive(
    {
      session,
      status,
      onEvent: (one) => events.push(one),
      onOpen: (again) => resumed.push(again),
      fetch: streams.fetch,
      pause: (failures) => Promise.resolve(void pauses.push(failures)),
    },
    stop.signal,
  );
  return { stop, status, events, resumed, pauses, session, done };
}

const nth = (n: number) => event('card.created', { id: String(n) });
let streams: FakeStreams;
let live: ReturnType<typeof connect>;
const start = (...refuse: FakeStreams['refuse']) => {
  streams.refuse.push(...refuse);
  live = connect(streams);
};
const opened = (count: number) => expect.poll(() => streams.opened).toHaveLength(count);

beforeEach(() => {
  streams = fakeStreams();
});
afterEach(async () => {
  live.stop.abort();
  await live.done;
});

describe('the live connection', () => {
  it('sends the token and hands on what it hears', async () => {
    start();
    await opened(1);
    streams.opened[0]?.send(nth(1), nth(2));
    await expect.poll(() => live.events.map((one) => one.id)).toEqual(['1', '2']);
    expect(streams.opened[0]?.headers).toMatchObject({ authorization: 'Bearer access-1' });
    expect(live.status.get()).toBe('live');
    expect(live.resumed).toEqual([false]);
  });

  it('puts an event together that arrives in pieces, and passes over what it does not know', async () => {
    start();
    await opened(1);
    const text = wire(nth(3));
    streams.opened[0]?.write(': keep-alive\n\nid: 1\ndata: {"type":"card.invented"}\n\nid: 2\ndata: {{\n\n');
    streams.opened[0]?.write(text.slice(0, 25));
    streams.opened[0]?.write(text.slice(25));
    await expect.poll(() => live.events.map((one) => one.id)).toEqual(['3']);
  });

  it.each(['end', 'cut'] as const)('resumes after the last event when the stream is %s', async (how) => {
    start();
    await opened(1);
    streams.opened[0]?.send(nth(7));
    await expect.poll(() => live.events).toHaveLength(1);
    streams.opened[0]?.[how]();
    await opened(2);
    expect(streams.opened[0]?.headers).not.toHaveProperty('last-event-id');
    expect(streams.opened[1]?.headers).toMatchObject({ 'last-event-id': '7' });
    await expect.poll(() => live.resumed).toEqual([false, true]);
  });

  it('remembers the position of events that it could not read', async () => {
    start();
    await opened(1);
    streams.opened[0]?.write('id: 9\ndata: {"type":"card.invented"}\n\n');
    streams.opened[0]?.send(nth(10));
    await expect.poll(() => live.events).toHaveLength(1);
    streams.opened[0]?.write('id: 11\ndata: {"type":"card.invented"}\n\n');
    streams.opened[0]?.end();
    await opened(2);
    expect(streams.opened[1]?.headers).toMatchObject({ 'last-event-id': '11' });
  });
});

describe('a live connection that fails', () => {
  it('waits longer each time, and begins anew once it has been open', async () => {
    start('network', 503, 'network');
    await opened(1);
    expect(live.pauses).toEqual([1, 2, 3]);
    streams.refuse.push('network');
    streams.opened[0]?.cut();
    await opened(2);
    expect(live.pauses).toEqual([1, 2, 3, 1, 2]);
  });

  it('renews a refused token at once', async () => {
    start(401);
    await opened(1);
    expect(live.session.renew).toHaveBeenCalledExactlyOnceWith('access-1');
    expect(streams.opened[0]?.headers).toMatchObject({ authorization: 'Bearer access-2' });
    expect(live.pauses).toEqual([]);
  });

  it('does not hammer a server that refuses the new token too', async () => {
    start(401, 401);
    await opened(1);
    expect(live.pauses).toEqual([2]);
  });

  it('gives up when the role may not listen', async () => {
    start(403);
    await live.done;
    expect(live.status.get()).toBe('off');
    expect(live.pauses).toEqual([]);
    expect(streams.opened).toEqual([]);
  });

  it('takes long silence for a dead connection', async () => {
    vi.useFakeTimers();
    start();
    await vi.advanceTimersByTimeAsync(59_000);
    streams.opened[0]?.write(': keep-alive\n\n');
    await vi.advanceTimersByTimeAsync(59_000);
    expect(streams.opened).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(streams.opened).toHaveLength(2);
    vi.useRealTimers();
  });
});

import type { Event } from '@pebble/contract/events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cursorOf } from './log-position.ts';
import { KEEP_ALIVE, Subscription } from './subscription.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

function eventAt(id: number): Event {
  const nobody = { entity_id: null, card_id: null, tracking_id: null, actor: 'system', actor_name: 'Pebble' };
  return {
    id: cursorOf({ xid: 7n, id }),
    type: 'flow.note',
    label: 'Note from a flow',
    ...nobody,
    data: {},
    source_system: 'test',
    correlation_id: 'test',
    occurred_at: '2026-11-02T09:00:00.000Z',
  };
}

const [one, two, three] = [eventAt(1), eventAt(2), eventAt(3)];

it('gives events in their order, then waits for more', async () => {
  const subscription = new Subscription(10);
  const items = subscription.items(15_000);
  subscription.push([one, two]);
  expect([(await items.next()).value, (await items.next()).value]).toEqual([
    { id: one.id, data: one },
    { id: two.id, data: two },
  ]);
  const next = items.next();
  subscription.push([three]);
  await vi.advanceTimersByTimeAsync(1);
  expect((await next).value).toEqual({ id: three.id, data: three });
});

it('keeps the line alive in silence only', async () => {
  const subscription = new Subscription(10);
  const items = subscription.items(15_000);
  const silent = items.next();
  await vi.advanceTimersByTimeAsync(15_000);
  expect((await silent).value).toBe(KEEP_ALIVE);

  // A ring whose event was taken already is no silence.
  subscription.push([one]);
  await items.next();
  const later = vi.fn();
  void items.next().then(later);
  await vi.advanceTimersByTimeAsync(14_000);
  expect(later).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(later).toHaveBeenCalledWith({ value: KEEP_ALIVE, done: false });
});

it('leaves out what the client has had before it joined', async () => {
  const subscription = new Subscription(10);
  subscription.startAfter({ xid: 7n, id: 2 });
  subscription.push([one, two, three]);
  expect((await subscription.items(15_000).next()).value).toEqual({ id: three.id, data: three });
});

it('closes on a client that falls too far behind', async () => {
  const subscription = new Subscription(2);
  const items = subscription.items(15_000);
  subscription.push([one, two]);
  await items.next();
  subscription.push([three]);
  expect(subscription.closed).toBe(false);
  subscription.push([three]);
  expect(subscription.closed).toBe(true);
  expect(await items.next()).toEqual({ value: undefined, done: true });
});

it('ends a waiting client when closed', async () => {
  const subscription = new Subscription(2);
  const waiting = subscription.items(15_000).next();
  subscription.close();
  expect(await waiting).toEqual({ value: undefined, done: true });
});

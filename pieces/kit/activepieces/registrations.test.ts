import { beforeEach, describe, expect, test } from 'vitest';
import type { ConnectorSubscription, Host } from '../src/connector.ts';
import { NotFoundError, UpstreamError } from '../src/errors.ts';
import type { Registration } from '../src/registration.ts';
import { Registrations } from './registrations.ts';
import { sealOf, type Seal } from './sealed.ts';
import { MemoryStore } from './testing/piece-context.ts';

const HOUR = 3_600_000;
let clock: number;
let store: MemoryStore;
let asked: string[];
let side: { there: boolean; life: number | null; renews: 'works' | 'gone'; deletes: boolean };
beforeEach(() => {
  clock = Date.UTC(2026, 2, 2, 9);
  store = new MemoryStore();
  asked = [];
  side = { there: true, life: 72 * HOUR, renews: 'works', deletes: true };
});

const ends = () => (side.life === null ? null : new Date(clock + side.life).toISOString());
const subscription: ConnectorSubscription = {
  create: async (_, { url, secret, input }) => {
    asked.push(`create ${String(input['folder'])}`);
    return { id: `sub-${asked.length}`, url, secret, expires_at: ends() };
  },
  check: async () => side.there,
  renew: async (_, registration) => {
    asked.push(`renew ${registration.id}`);
    if (side.renews === 'gone') throw new NotFoundError('gone');
    return { ...registration, expires_at: ends() };
  },
  delete: async (_, { id }) => {
    asked.push(`delete ${id}`);
    if (!side.deletes) throw new UpstreamError('down');
  },
};
const host: Host = {
  ...{ http: () => expect.unreachable('no request'), credential: {} },
  now: () => clock,
};
const open = (seal: Seal | null = null) =>
  new Registrations(subscription, { host, seal, account: 'acme' }, store, {
    input: { folder: 'inbox' },
    url: 'https://x.example',
  });

describe('a registration', () => {
  test('is made with a secret of its own each time, and is there for the next run', async () => {
    const first = await open().create();
    expect(await open().current()).toEqual(first);
    expect(first.secret).toMatch(/^[\w-]{43}$/);
    expect((await open().create()).secret).not.toBe(first.secret);
  });
  test('that is made anew takes the one before away', async () => {
    await open().create();
    await open().create();
    expect(asked).toEqual(['create inbox', 'create inbox', 'delete sub-1']);
  });
  test('lies sealed where the credential can seal it', async () => {
    const seal = await sealOf('acme', { password: 'word' });
    const made = await open(seal).create();
    expect(store.readable).not.toContain(made.secret);
    expect(await open(seal).current()).toEqual(made);
    expect(await open(await sealOf('acme', { password: 'other' })).current()).toBeNull();
  });
  test.each<[string, number | null, number, boolean]>([
    ['before its half', 72 * HOUR, 23 * HOUR, false],
    ['a day after, although its half is later', 72 * HOUR, 24 * HOUR, true],
    ['before the half of a short one', 2 * HOUR, HOUR - 1, false],
    ['at the half of a short one', 2 * HOUR, HOUR, true],
    ['within a day, of one that never ends', null, 23 * HOUR, false],
    ['after a day, of one that never ends', null, 24 * HOUR, true],
  ])('is looked at %s', async (_, life, later, renewed) => {
    side.life = life;
    await open().create();
    clock += later;
    await open().renewWhenDue();
    expect(asked.includes('renew sub-1')).toBe(renewed);
    // From there the time runs anew.
    asked = [];
    await open().renewWhenDue();
    expect(asked).toEqual([]);
  });
  test('that is gone, or was never made, is made by the clock', async () => {
    await open().renewWhenDue();
    side.there = false;
    await open().renewWhenDue();
    expect(asked).toEqual(['create inbox', 'create inbox', 'delete sub-1']);
  });
  test('that ends while it is renewed is made anew', async () => {
    const made = await open().create();
    side.renews = 'gone';
    await open().renew(made);
    expect(asked).toEqual(['create inbox', 'renew sub-1', 'create inbox', 'delete sub-1']);
    expect((await open().current())?.id).toBe('sub-3');
  });
  test('keeps its secret and address when it is renewed', async () => {
    const made = await open().create();
    clock += HOUR;
    await open().renew(made);
    const kept = (await open().current()) as Registration;
    expect(kept).toEqual({ ...made, expires_at: ends() });
  });
  test.each([true, false])('ends, whether the vendor takes it or not: %j', async (deletes) => {
    side.deletes = deletes;
    await open().create();
    await open().end();
    expect(await open().current()).toBeNull();
    await open().end();
    expect(asked).toEqual(['create inbox', 'delete sub-1']);
  });
});

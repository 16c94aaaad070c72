import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { KeptSession } from '../src/session.ts';
import { sealOf } from './sealed.ts';
import { sessionOf } from './sessions.ts';
import { MemoryStore } from './testing/piece-context.ts';

let drawn = 0;
let credential: { password: string };
let store: MemoryStore;
beforeEach(() => {
  credential = { password: `word-${(drawn += 1)}` };
  store = new MemoryStore();
});

const lasting = (token: string, until: number | null = null): KeptSession => ({
  ...{ values: { access_token: token }, expiresIn: null, until },
});
const here = async () => sessionOf(await sealOf('acme', credential), store);

/** The same modules, loaded anew: what another process of the engine has in memory, which is nothing. */
async function elsewhere() {
  vi.resetModules();
  const [sealed, sessions] = await Promise.all([import('./sealed.ts'), import('./sessions.ts')]);
  return sessions.sessionOf(await sealed.sealOf('acme', credential), store);
}

describe('a session', () => {
  test('is one slot for a credential in a process, so that requests wait for each other by it', async () => {
    expect(await here()).toBe(await here());
    expect(sessionOf(await sealOf('acme', { password: 'other' }), store)).not.toBe(await here());
  });
  test('that is good is read from memory, without the store', async () => {
    const slot = await here();
    await slot.set(lasting('a'));
    store.held.clear();
    expect(await slot.get()).toEqual(lasting('a'));
  });
  test('is there without its store, whose right ends with a run', async () => {
    const slot = await here();
    store.get = store.put = (): Promise<never> => Promise.reject(new Error('403'));
    expect(await slot.get()).toBeNull();
    await slot.set(lasting('a'));
    expect(await slot.get()).toEqual(lasting('a'));
  });
  test('whose next secret could not be stored is told', async () => {
    store.put = () => Promise.reject(new Error('403'));
    const next = { ...lasting('a'), replaces: { refresh_token: 'r2' } };
    await expect((await here()).set(next)).rejects.toThrow('403');
  });
  test('is found by another process, and can be read by nobody else', async () => {
    await (await here()).set(lasting('a'));
    expect(store.readable).not.toContain('access_token');
    expect(await (await elsewhere()).get()).toEqual(lasting('a'));
  });
  test('that has ended here gives way to what another process has got meanwhile', async () => {
    const mine = await here();
    const theirs = await elsewhere();
    await mine.set(lasting('old', Date.now() + 60_000));
    await theirs.get();
    await mine.set({ ...lasting('old'), until: 0 });
    await theirs.set(lasting('new'));
    expect(await mine.get()).toEqual(lasting('new'));
  });
  test('that has ended here does not end what the store has', async () => {
    const mine = await here();
    await mine.set(lasting('old'));
    await (await elsewhere()).set(lasting('new'));
    await mine.set({ ...lasting('old'), until: 0 });
    expect(await (await elsewhere()).get()).toEqual(lasting('new'));
  });
  test('that has ended is kept for what it holds of the next', async () => {
    const slot = await here();
    const ended = { ...lasting('old'), until: 0, replaces: { refresh_token: 'next' } };
    await slot.set({ ...ended, until: 1 });
    await slot.set(ended);
    expect(await slot.get()).toEqual(ended);
  });
  test('lives in memory where there is no store, as in a form', async () => {
    const slot = sessionOf(await sealOf('acme', credential), null);
    await slot.set(lasting('a'));
    expect(await slot.get()).toEqual(lasting('a'));
    expect(await sessionOf(await sealOf('acme', { password: 'never' }), null).get()).toBeNull();
  });
});

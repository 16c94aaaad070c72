import { describe, expect, it, vi } from 'vitest';
import { createStore } from './store.ts';

describe('a store', () => {
  it('tells its watchers of each change, until they leave', () => {
    const store = createStore(1);
    const watcher = vi.fn();
    const leave = store.subscribe(watcher);
    store.set(2);
    store.update((value) => value + 1);
    expect([store.get(), watcher.mock.calls.length]).toEqual([3, 2]);
    leave();
    store.set(4);
    expect(watcher).toHaveBeenCalledTimes(2);
  });

  it('says nothing when nothing changes', () => {
    const store = createStore('a');
    const watcher = vi.fn();
    store.subscribe(watcher);
    store.set('a');
    expect(watcher).not.toHaveBeenCalled();
  });

  it('lets a watcher leave while it is told', () => {
    const store = createStore(0);
    const second = vi.fn();
    const leave = store.subscribe(() => leave());
    store.subscribe(second);
    store.set(1);
    expect(second).toHaveBeenCalledOnce();
  });
});

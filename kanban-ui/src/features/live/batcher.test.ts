import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBatcher } from './batcher.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a batcher', () => {
  it('hands on together what comes within its window', async () => {
    const batches: number[][] = [];
    const batcher = createBatcher<number>((batch) => Promise.resolve(void batches.push(batch)));
    [1, 2, 3].forEach(batcher.add);
    await vi.runAllTimersAsync();
    batcher.add(4);
    await vi.runAllTimersAsync();
    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  it('lets the next batch grow while one is being handled', async () => {
    const batches: number[][] = [];
    const first = Promise.withResolvers<void>();
    const batcher = createBatcher<number>((batch) => {
      batches.push(batch);
      return batches.length === 1 ? first.promise : Promise.resolve();
    });
    batcher.add(1);
    await vi.runAllTimersAsync();
    batcher.add(2);
    await vi.runAllTimersAsync();
    batcher.add(3);
    expect(batches).toEqual([[1]]);
    first.resolve();
    await vi.runAllTimersAsync();
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('goes on after a batch that failed', async () => {
    const handle = vi.fn<(batch: number[]) => Promise<void>>().mockRejectedValueOnce(new Error('no'));
    handle.mockResolvedValue();
    const batcher = createBatcher(handle);
    batcher.add(1);
    await vi.runAllTimersAsync();
    batcher.add(2);
    await vi.runAllTimersAsync();
    expect(handle.mock.calls).toEqual([[[1]], [[2]]]);
  });
});

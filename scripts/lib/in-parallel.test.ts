import { expect, test } from 'vitest';
import { inParallel } from './in-parallel.ts';

test('keeps the order of the items and the limit', async () => {
  let running = 0;
  let most = 0;
  const gates = Array.from({ length: 7 }, () => Promise.withResolvers<void>());
  const done = inParallel([0, 1, 2, 3, 4, 5, 6], 3, async (at) => {
    most = Math.max(most, ++running);
    await gates[at]?.promise;
    running--;
    return at * 10;
  });
  // Let the later ones of each batch finish first.
  for (const gate of gates.toReversed()) gate.resolve();
  expect(await done).toEqual([0, 10, 20, 30, 40, 50, 60]);
  expect(most).toBe(3);
});

test('nothing to do is done at once', async () => {
  expect(await inParallel([], 4, () => Promise.reject(new Error('never called')))).toEqual([]);
});

test('a failure is not swallowed', async () => {
  const work = (n: number) => (n === 2 ? Promise.reject(new Error('broken')) : Promise.resolve(n));
  await expect(inParallel([1, 2, 3], 2, work)).rejects.toThrow('broken');
});

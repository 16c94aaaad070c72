import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { withLockFile } from './lock-file.mjs';
import { scratchFiles } from './testing/scratch.ts';

test('the lock is there during the work, and gone after it, failed or not', async () => {
  const file = join(scratchFiles(), 'deep/install.lock');
  const work = () => Promise.resolve(existsSync(file));
  expect(await withLockFile(file, vi.fn(), work)).toBe(true);
  expect(existsSync(file)).toBe(false);
  const failing = () => Promise.reject(new Error('no disk'));
  await expect(withLockFile(file, vi.fn(), failing)).rejects.toThrow('no disk');
  expect(existsSync(file)).toBe(false);
});

test('the second waits for the first, and says so once', async () => {
  const file = join(scratchFiles(), 'install.lock');
  const order: string[] = [];
  const onWait = vi.fn();
  let finishFirst = (): void => {};
  const first = withLockFile(file, vi.fn(), () => new Promise<void>((resolve) => (finishFirst = resolve)));
  const second = withLockFile(file, onWait, () => Promise.resolve(void order.push('second')));
  await expect.poll(() => onWait).toHaveBeenCalledTimes(1);
  order.push('first');
  finishFirst();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
  expect(onWait).toHaveBeenCalledTimes(1);
});

test('a lock whose holder died is taken over at once', async () => {
  const file = join(scratchFiles(), 'install.lock');
  writeFileSync(file, '999999999');
  expect(await withLockFile(file, vi.fn(), () => Promise.resolve('mine'))).toBe('mine');
});

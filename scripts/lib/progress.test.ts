import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withProgress } from './progress.mjs';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

function after(ms: number): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve('result'), ms));
}

test('in a log: a line at once, one every ten seconds, one at the end', async () => {
  const out = screen(false);
  const done = withProgress('Installing', 'about 30 s', () => after(21_000), out);
  expect(out.written).toEqual(['Installing (about 30 s)\n']);
  await vi.advanceTimersByTimeAsync(21_000);
  expect(await done).toBe('result');
  expect(out.written.slice(1)).toEqual([
    'Installing … 10 s\n',
    'Installing … 20 s\n',
    'Installing: done in 21 s\n',
  ]);
});

test('on a terminal: one line that counts the seconds', async () => {
  const out = screen(true);
  const done = withProgress('Installing', 'about 30 s', () => after(2_500), out);
  await vi.advanceTimersByTimeAsync(2_500);
  await done;
  expect(out.written.filter((text) => text.includes('\n'))).toHaveLength(1);
  expect(out.written).toContain('\rInstalling (about 30 s) … 2 s');
});

test('a failure is passed on and the ticking ends', async () => {
  const out = screen(false);
  const work = () => Promise.reject(new Error('no disk'));
  await expect(withProgress('Installing', 'about 30 s', work, out)).rejects.toThrow('no disk');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(out.written).toEqual(['Installing (about 30 s)\n', '']);
});

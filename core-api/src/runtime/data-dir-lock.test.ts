import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DataDirInUseError, lockDataDir } from './data-dir-lock.ts';
import { OperatorError } from './operator-error.ts';
import { runSource, type Running } from './testing/run-script.ts';
import { scratchDir } from './testing/scratch-dir.ts';

function holdInAnotherProcess(dir: string): Running {
  return runSource(
    `import { lockDataDir } from './data-dir-lock.ts';
     await lockDataDir(${JSON.stringify(dir)});
     console.log('locked');
     setInterval(() => {}, 1000);`,
    import.meta.url,
  );
}

test('a second claim is refused, naming the process and the way out', async () => {
  const dir = await scratchDir();
  const other = holdInAnotherProcess(dir);
  await other.printed('locked');
  const refusal = await lockDataDir(dir, 0).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DataDirInUseError);
  expect(String(refusal)).toContain(`already runs on ${dir} (process ${other.child.pid})`);
  expect(String(refusal)).toContain('DATA_DIR');
});

test('what a killed process claimed is free at once', async () => {
  const dir = await scratchDir();
  const other = holdInAnotherProcess(dir);
  await other.printed('locked');
  other.child.kill('SIGKILL');
  await other.exited;
  const lock = await lockDataDir(dir, 0);
  expect(await readFile(join(dir, 'pebble.pid'), 'utf8')).toBe(`${process.pid}\n`);
  await lock.release();
});

test('a process that is just stopping is waited for', async () => {
  const dir = await scratchDir();
  const first = await lockDataDir(dir);
  const second = lockDataDir(dir, 10_000);
  await first.release();
  await (await second).release();
});

test('of many that start at once, exactly one gets it', async () => {
  const dir = await scratchDir();
  await writeFile(join(dir, 'pebble.pid'), '999999999\n'); // a process that was killed
  const claims = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataDir(dir, 0)));
  const [winner, ...others] = claims.filter((claim) => claim.status === 'fulfilled');
  expect(others).toEqual([]);
  await winner?.value.release();
});

test('the directory is made, for its owner alone', async () => {
  const dir = join(await scratchDir(), 'deep/data');
  const lock = await lockDataDir(dir);
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  await lock.release();
  await lock.release();
});

test('a path that cannot be a directory is said so', async () => {
  const file = join(await scratchDir(), 'file');
  await writeFile(file, '');
  const refusal = lockDataDir(join(file, 'data'));
  await expect(refusal).rejects.toThrow(OperatorError);
  await expect(refusal).rejects.toThrow('must be a folder that this user may write to');
});

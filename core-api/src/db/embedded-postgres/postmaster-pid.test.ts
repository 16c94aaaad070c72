import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchDir } from '../../runtime/testing/scratch-dir.ts';
import { readPostmasterPid, waitUntilFree } from './postmaster-pid.ts';

async function withPidFile(pid: number): Promise<string> {
  const dataDir = join(await scratchDir(), 'data');
  await mkdir(dataDir);
  const lines = [pid, dataDir, 1_790_000_000, 5432, '/sockets', '', '  1163001  65536', 'ready   ', ''];
  await writeFile(join(dataDir, 'postmaster.pid'), lines.join('\n'));
  return dataDir;
}

test('the file of the server is understood', async () => {
  expect(readPostmasterPid(await withPidFile(4711))).toEqual({
    pid: 4711,
    port: 5432,
    socketDir: '/sockets',
    status: 'ready',
  });
});

test('no file, or an unfinished one, means no server', async () => {
  expect(readPostmasterPid(await scratchDir())).toBeNull();
  expect(readPostmasterPid(await withPidFile(Number.NaN))).toBeNull();
});

test('a living process that is no Postgres on this directory does not block it', async () => {
  const dataDir = await withPidFile(process.pid);
  await expect(waitUntilFree(dataDir, { ready: 0, stopping: 0 })).resolves.toBeUndefined();
});

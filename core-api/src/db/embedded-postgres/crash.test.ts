import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { scratchDir } from '../../runtime/testing/scratch-dir.ts';
import { asOwner } from '../owner.ts';
import { familyOf, stillRunning } from '../../runtime/testing/processes.ts';
import { query, scratchCluster, startScratch } from './testing/scratch.ts';

test('a killed server loses no acknowledged row and starts again', async () => {
  const dir = await scratchCluster();
  const first = await startScratch(dir, { settings: {} });
  await query(first.connection, 'CREATE TABLE ledger (n int PRIMARY KEY)');
  let acknowledged = 0;
  await asOwner({ ...first.connection, database: 'postgres' }, async (client) => {
    client.on('error', () => {}); // the connection is about to break, which is the point
    for (let n = 1; n <= 10_000; n++) {
      await client.query('INSERT INTO ledger VALUES ($1)', [n]);
      acknowledged = n;
      if (n === 200) process.kill(first.pid, 'SIGKILL');
    }
  }).catch(() => {});
  expect(await first.exited).toBe(128 + 9);
  expect(acknowledged).toBeGreaterThanOrEqual(200);

  const second = await startScratch(dir, { settings: {} });
  const [row] = await query<{ kept: string }>(
    second.connection,
    'SELECT count(*) AS kept FROM ledger WHERE n <= $1',
    [acknowledged],
  );
  expect(Number(row?.kept)).toBe(acknowledged);
});

test('when its owner is killed the server goes down, and the next start works at once', async () => {
  const dir = await scratchCluster();
  const owner = await startOwner(dir);
  const family = familyOf(owner.pid);
  expect(family).toContain(owner.postmaster);
  process.kill(owner.pid, 'SIGKILL');

  const server = await startScratch(dir);
  expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await expect.poll(() => stillRunning(family)).toEqual([]);
});

test('the id of a killed server may belong to a stranger by now', async () => {
  const dir = await scratchCluster();
  const first = await startScratch(dir);
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const file = join(dir, 'data/postmaster.pid');
  const left = await readFile(file, 'utf8');
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void stranger.kill());
  await once(stranger, 'spawn');
  await writeFile(file, left.replace(String(first.pid), String(stranger.pid)));

  const second = await startScratch(dir);
  expect(await query(second.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('what an interrupted first start left behind is cleared away', async () => {
  const dir = await scratchDir();
  await writeFile(join(dir, 'data.new-1.password'), 'half');
  const server = await startScratch(dir);
  expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await expect(readFile(join(dir, 'data.new-1.password'))).rejects.toThrow('ENOENT');
});

async function startOwner(dir: string): Promise<{ pid: number; postmaster: number }> {
  const script = fileURLToPath(new URL('testing/owner-process.ts', import.meta.url));
  const owner = spawn(process.execPath, [script, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void owner.kill('SIGKILL'));
  const [line] = (await once(owner.stdout.setEncoding('utf8'), 'data')) as [string];
  return { pid: owner.pid ?? 0, postmaster: Number(line) };
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchDir } from '../../runtime/testing/scratch-dir.ts';
import { AlreadyRunningError, EmbeddedPostgresError } from './errors.ts';
import { findRunningPostgres } from './running.ts';
import { query, scratchCluster, startScratch } from './testing/scratch.ts';

test('a first start makes a PostgreSQL 18 that its superuser can use', async () => {
  const server = await startScratch(await scratchDir());
  const rows = await query(
    server.connection,
    `SELECT current_user AS login, current_setting('server_version_num')::int / 10000 AS major,
            current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS network`,
  );
  expect(rows).toEqual([{ login: 'pebble_owner', major: 18, encoding: 'UTF8', network: '' }]);
});

test('a wrong password is refused', async () => {
  const server = await startScratch(await scratchCluster());
  const wrong = { ...server.connection, password: 'guess' };
  await expect(query(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

test('there is room for a hundred connections, and settings are passed on', async () => {
  const server = await startScratch(await scratchCluster(), { settings: { fsync: 'off', work_mem: '7MB' } });
  const [row] = await query<{ most: number; memory: string }>(
    server.connection,
    `SELECT current_setting('max_connections')::int AS most, current_setting('work_mem') AS memory`,
  );
  expect(row?.most).toBeGreaterThanOrEqual(100);
  expect(row?.memory).toBe('7MB');
});

test('a stop is clean, may be asked for twice, and the next start finds the data', async () => {
  const dir = await scratchCluster();
  const first = await startScratch(dir);
  await query(first.connection, `CREATE TABLE kept AS SELECT 'still here' AS word`);
  await Promise.all([first.stop(), first.stop()]);
  expect(await first.exited).toBe(0);

  const log: string[] = [];
  const second = await startScratch(dir, { onLog: (line) => log.push(line) });
  expect(await query(second.connection, 'SELECT word FROM kept')).toEqual([{ word: 'still here' }]);
  expect(log.join('\n')).toContain('database system was shut down at');
});

test('a second server on the same directory is refused and the first one lives on', async () => {
  const dir = await scratchCluster();
  const server = await startScratch(dir);
  const refusal = await startScratch(dir).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AlreadyRunningError);
  expect(refusal).toMatchObject({ pid: server.pid, message: expect.stringContaining(String(server.pid)) });
  expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('other processes of the installation find the running server', async () => {
  const dir = await scratchCluster();
  expect(findRunningPostgres(dir, 'scratch')).toBeNull();
  const server = await startScratch(dir);
  expect(findRunningPostgres(dir, 'scratch')).toEqual(server.connection);
  await server.stop();
  expect(findRunningPostgres(dir, 'scratch')).toBeNull();
});

test('a directory too deep for a socket path works too', async () => {
  const deep = join(
    await scratchCluster(),
    'a-rather-long-name-'.repeat(3),
    'another-rather-long-name-'.repeat(2),
  );
  const server = await startScratch(deep);
  expect(server.connection.host.startsWith(deep)).toBe(false);
  expect(await query(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await server.stop();
  expect(() => readdirSync(server.connection.host)).toThrow('ENOENT');
});

test('an impossible setting is reported with the words of the server', async () => {
  const start = startScratch(await scratchCluster(), { settings: { fsync: 'off', max_connections: 'many' } });
  await expect(start).rejects.toThrow(EmbeddedPostgresError);
  await expect(start).rejects.toThrow('invalid value for parameter "max_connections": "many"');
});

test('statements that fail leave their values out of the log', async () => {
  const log: string[] = [];
  const server = await startScratch(await scratchCluster(), { onLog: (line) => log.push(line) });
  const failing = query(server.connection, `SELECT 'ada@example.com'::int`);
  await expect(failing).rejects.toThrow('ada@example.com');
  await server.stop();
  expect(log.join('\n')).toContain('database system is shut down');
  expect(log.join('\n')).not.toContain('ada@example.com');
});

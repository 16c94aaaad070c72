import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { migrate } from './migrate.ts';
import { asOwner } from './owner.ts';
import type { Connection } from './pool.ts';

let folder: string;
let database: Connection;
const admin = { ...inject('postgres'), database: 'postgres' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  const name = `m_${randomUUID().replaceAll('-', '')}`;
  await asOwner(admin, (client) => client.query(`CREATE DATABASE ${name}`));
  database = { ...admin, database: name };
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, sql: string) => writeFile(join(folder, name), sql);
const run = () => asOwner(database, (client) => migrate(client, pathToFileURL(`${folder}/`)));
const query = <T extends object>(sql: string) =>
  asOwner(database, async (client) => (await client.query<T>(sql)).rows);

it('runs each file once, in the order of the numbers', async () => {
  await write('0002_second.sql', 'INSERT INTO t VALUES (2)');
  await write('0001_first.sql', 'CREATE TABLE t (n int); INSERT INTO t VALUES (1)');
  await write('notes.txt', 'not a migration');
  expect(await run()).toEqual(['0001_first.sql', '0002_second.sql']);
  expect(await run()).toEqual([]);
  expect(await query('SELECT n FROM t ORDER BY n')).toEqual([{ n: 1 }, { n: 2 }]);
});

it('is safe when several processes start at once', async () => {
  await write('0001_slow.sql', 'CREATE TABLE t (n int); SELECT pg_sleep(0.2); INSERT INTO t VALUES (1)');
  const ran = await Promise.all([run(), run(), run()]);
  expect(ran.flat()).toEqual(['0001_slow.sql']);
  expect(await query('SELECT n FROM t')).toEqual([{ n: 1 }]);
});

it('undoes a file that fails, names it, and goes on with it when it is mended', async () => {
  await write('0001_good.sql', 'CREATE TABLE t (n int)');
  await write('0002_bad.sql', 'INSERT INTO t VALUES (1); SELECT nonsense');
  await expect(run()).rejects.toThrow(/0002_bad\.sql failed and was rolled back/);
  expect(await query('SELECT n FROM t')).toEqual([]);
  await write('0002_bad.sql', 'INSERT INTO t VALUES (2)');
  expect(await run()).toEqual(['0002_bad.sql']);
});

it('refuses a file that was edited after it had run, and a database that is ahead', async () => {
  await write('0001_first.sql', 'CREATE TABLE t (n int)');
  await run();
  await write('0001_first.sql', 'CREATE TABLE t (n bigint)');
  await expect(run()).rejects.toThrow(/0001_first\.sql was changed after it had run/);
  await rm(join(folder, '0001_first.sql'));
  await expect(run()).rejects.toThrow(/Start the newer version/);
});

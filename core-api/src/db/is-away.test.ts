import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { TEMPLATE } from '../../test/test-database.ts';
import { Database } from './database.ts';
import { isDatabaseAway } from './is-away.ts';
import { asOwner } from './owner.ts';

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('the database is away', () => {
  it('when nobody listens on its socket', async () => {
    const host = await mkdtemp(join(tmpdir(), 'pebble-test-'));
    const db = new Database({ host, port: 5432, user: 'a', password: 'b', database: 'c' });
    expect(isDatabaseAway(await failure(db.ping()))).toBe(true);
    await db.close();
  });

  it('when it cuts a connection, for the one who waits and for the next on the same line', async () => {
    const server = { ...inject('postgres'), database: 'postgres' };
    const client = new pg.Client(server);
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const waiting = failure(client.query('SELECT pg_sleep(600)'));
    await asOwner(server, (other) => other.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]));
    expect(isDatabaseAway(await waiting)).toBe(true);
    expect(isDatabaseAway(await failure(client.query('SELECT 1')))).toBe(true);
  });

  it.each(['57P01', '57P02', '57P03', '53300', '08006'])('when it answers %s', (code) => {
    expect(isDatabaseAway(Object.assign(new Error('no'), { code }))).toBe(true);
  });
});

describe('the database is there', () => {
  it('when it refuses what it was asked', async () => {
    const error = await failure(
      asOwner({ ...inject('postgres'), database: TEMPLATE }, (client) => client.query('SELECT nonsense')),
    );
    expect(isDatabaseAway(error)).toBe(false);
  });

  it.each([
    ['a deadlock', Object.assign(new Error('no'), { code: '40P01' })],
    ['an error of ours', new Error('the tenant has no board')],
    ['something that is no error', 'away'],
  ])('when it is %s', (_, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });

  it('when a file is not there', async () => {
    expect(isDatabaseAway(await failure(readFile('/no/such/file')))).toBe(false);
  });
});

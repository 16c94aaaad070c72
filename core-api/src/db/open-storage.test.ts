import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { migrateQueue } from '../worker/postgres-transport.ts';
import { Database } from './database.ts';
import { proveIsolation } from './isolation-probe.ts';
import { openStorage, type StorageOptions } from './open-storage.ts';
import { asOwner } from './owner.ts';
import { createPool } from './pool.ts';

const server = inject('postgres');
const admin = { ...server, database: 'postgres' };
/** The host may be the folder of a socket. */
const ADDRESS = `${encodeURIComponent(server.host)}:${server.port}`;
const PASSWORD = 'p@ss:w/o?r#d%41&';

let name: string;
let options: StorageOptions;

/** A database of an owner who is no superuser, as managed services give it. */
beforeEach(async () => {
  name = `s_${randomUUID().replaceAll('-', '')}`;
  await asOwner(admin, async (client) => {
    await client.query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD '${PASSWORD}'`);
    // The two roles of the cluster are there already; their maker would have this right over them.
    await client.query(`GRANT pebble_app, pebble_doors TO ${name} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE`);
    await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
  });
  const databaseUrl = `postgres://${name}:${encodeURIComponent(PASSWORD)}@${ADDRESS}/${name}`;
  options = {
    dataDir: '/nowhere',
    databaseUrl,
    databaseAppUrl: null,
    postgresPassword: '',
    appPassword: `also awkward: ${PASSWORD}`,
    alsoMigrate: migrateQueue,
  };
});
afterEach(() => asOwner(admin, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)));

it('brings up a database that is given by its URL, with an owner who is no superuser', async () => {
  const storage = await openStorage(options);
  expect(storage.migrated).toContain('0001_roles_and_scope.sql');
  const db = new Database(storage.app, 1);
  try {
    await proveIsolation(db.pool);
    expect(await db.tenants()).toEqual([]);
  } finally {
    await db.close();
    await storage.close();
  }
});

it('finds everything in place the next time, also when two processes come at once', async () => {
  await openStorage(options);
  const again = await Promise.all([openStorage(options), openStorage(options)]);
  expect(again.map(({ migrated }) => migrated)).toEqual([[], []]);
});

it('uses the login that is given, and makes none', async () => {
  const login = `given_${name.slice(2, 12)}`;
  await asOwner(admin, (client) =>
    client.query(`CREATE ROLE ${login} LOGIN PASSWORD 'given'; GRANT pebble_app TO ${login}`),
  );
  const databaseAppUrl = `postgres://${login}:given@${ADDRESS}/${name}`;
  const { app } = await openStorage({ ...options, databaseAppUrl });
  expect(app).toBe(databaseAppUrl);
  const pool = createPool(app, { max: 1 });
  await proveIsolation(pool);
  await pool.destroy();
  const { rows } = await asOwner(admin, (client) =>
    client.query(`SELECT FROM pg_roles WHERE rolname = 'pebble_login_' || left(md5($1), 12)`, [name]),
  );
  expect(rows).toEqual([]);
});

it('leaves nothing half done when the part beyond our own files fails', async () => {
  const broken = { ...options, alsoMigrate: () => Promise.reject(new Error('no queue today')) };
  await expect(openStorage(broken)).rejects.toThrow('no queue today');
  await expect(openStorage(options)).resolves.toMatchObject({ migrated: [] });
});

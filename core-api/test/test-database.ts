import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { asLogin, ensureAppLogin } from '../src/db/app-login.ts';
import { Database } from '../src/db/database.ts';
import { asOwner } from '../src/db/owner.ts';
import type { Connection } from '../src/db/pool.ts';

export const TEMPLATE = 'pebble_template';

/** How the test server of this run is reached, as its owner. */
export interface TestServer {
  host: string;
  port: number;
  user: string;
  password: string;
}

export interface TestDatabase {
  db: Database;
  /** For what the application itself may not do: look behind row security, tamper with the log. */
  owner: Exclude<Connection, string>;
  /** The application's own login. */
  app: Connection;
  close(): Promise<void>;
}

/** A fresh migrated database of the caller's own, reached through the unprivileged login as in production. */
export async function createTestDatabase(options: { poolSize?: number } = {}): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = { ...server, database: 'postgres' };
  await asOwner(admin, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
  const owner = { ...server, database: name };
  const login = await asOwner(owner, (client) => ensureAppLogin(client, 'test-app'));
  const app = asLogin(owner, login, 'test-app');
  const db = new Database(app, options.poolSize ?? 6);
  // A crowd of transactions on a slow machine may wait for a connection longer than any request should.
  (db.pool.client as { pool: { acquireTimeoutMillis: number } }).pool.acquireTimeoutMillis = 120_000;
  return {
    db,
    owner,
    app,
    async close() {
      await db.close();
      await asOwner(admin, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

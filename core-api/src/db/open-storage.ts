import { join } from 'node:path';
import type { Client } from 'pg';
import { asLogin, ensureAppLogin } from './app-login.ts';
import { OperatorError } from '../runtime/operator-error.ts';
import { findRunningPostgres } from './embedded-postgres/running.ts';
import { startEmbeddedPostgres } from './embedded-postgres/start.ts';
import { migrate } from './migrate.ts';
import { asOwner } from './owner.ts';
import type { Connection } from './pool.ts';
import { demandSupportedPostgres } from './supported-postgres.ts';

/** Where rows live, and the two ways in. */
export interface Storage {
  /** The role that owns the schema. Serving code never gets it. */
  owner: Connection;
  /** The unprivileged login that everything else uses. */
  app: Connection;
  /** Migrations that ran just now. */
  migrated: string[];
  /** Settles when an embedded server has gone down, for whatever reason; never for an external one. */
  lost: Promise<unknown>;
  close(): Promise<void>;
}

export interface StorageOptions {
  dataDir: string;
  databaseUrl: string | null;
  databaseAppUrl: string | null;
  postgresPassword: string;
  appPassword: string;
  /** Use the embedded server that another process runs on `dataDir`, in place of starting one. */
  attach?: boolean;
  /** Schema changes beyond our own files: the queue brings its own. */
  alsoMigrate: (owner: Client) => Promise<void>;
  onLog?: (line: string) => void;
}

/** Our database in the embedded server. */
export const EMBEDDED_DATABASE = 'pebble';

/** Brings storage up: the embedded Postgres or the given one, its schema up to date, and the application's login. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  if (options.databaseUrl) {
    const prepared = await prepare(options.databaseUrl, options);
    return {
      owner: options.databaseUrl,
      ...prepared,
      lost: new Promise(() => undefined),
      close: async () => undefined,
    };
  }
  if (options.attach) return attachTo(options);
  const postgres = await startEmbeddedPostgres({
    dir: join(options.dataDir, 'postgres'),
    password: options.postgresPassword,
    ...(options.onLog ? { onLog: options.onLog } : {}),
  });
  try {
    await createDatabase({ ...postgres.connection, database: 'postgres' });
    const owner = { ...postgres.connection, database: EMBEDDED_DATABASE };
    const prepared = await prepare(owner, options);
    return { owner, ...prepared, lost: postgres.exited, close: () => postgres.stop() };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** @throws OperatorError when no process runs a server there */
async function attachTo(options: StorageOptions): Promise<Storage> {
  const server = findRunningPostgres(join(options.dataDir, 'postgres'), options.postgresPassword);
  if (server === null) {
    throw new OperatorError(
      `There is no database. Set DATABASE_URL, or run \`npm start\` with the same DATA_DIR (${options.dataDir}) first.`,
    );
  }
  const owner = { ...server, database: EMBEDDED_DATABASE };
  const prepared = await prepare(owner, options);
  return { owner, ...prepared, lost: new Promise(() => undefined), close: async () => undefined };
}

async function createDatabase(server: Connection): Promise<void> {
  await asOwner(server, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
      EMBEDDED_DATABASE,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${EMBEDDED_DATABASE}`);
  });
}

async function prepare(
  owner: Connection,
  options: StorageOptions,
): Promise<{ app: Connection; migrated: string[] }> {
  return asOwner(owner, async (client) => {
    await demandSupportedPostgres(client);
    const migrated = await migrate(client);
    await options.alsoMigrate(client);
    if (options.databaseAppUrl) return { app: options.databaseAppUrl, migrated };
    const login = await ensureAppLogin(client, options.appPassword);
    return { app: asLogin(owner, login, options.appPassword), migrated };
  });
}

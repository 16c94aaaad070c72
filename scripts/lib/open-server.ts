import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appLoginName, asLogin } from '@pebble/core-api/db/app-login';
import { findRunningPostgres } from '@pebble/core-api/db/embedded-postgres/running';
import { startEmbeddedPostgres } from '@pebble/core-api/db/embedded-postgres/start';
import { EMBEDDED_DATABASE } from '@pebble/core-api/db/open-storage';
import { asOwner } from '@pebble/core-api/db/owner';
import type { Connection } from '@pebble/core-api/db/pool';
import type { Config } from '@pebble/core-api/runtime/config';
import { lockDataDir } from '@pebble/core-api/runtime/data-dir-lock';
import { OperatorError } from '@pebble/core-api/runtime/operator-error';
import { loadSecrets, type Secrets } from '@pebble/core-api/runtime/secrets';

export interface OpenServer {
  owner: Connection;
  /** True when a running Pebble has the embedded server. */
  inUse: boolean;
  close(): Promise<void>;
}

/** The secrets that are there. None is made up as at a first start: a new key fits nothing that is there. */
export async function presentSecrets(config: Config): Promise<Secrets> {
  if (existsSync(join(config.dataDir, 'secrets.json'))) return loadSecrets(config);
  if (!config.masterKey) {
    throw new OperatorError(
      `There is no key to work with: ${config.dataDir} has no secrets.json, and PEBBLE_MASTER_KEY is not set.`,
    );
  }
  // Production is where no file is written; no token is signed here.
  const jwtKeys = config.jwtKeys ?? [{ kid: 'none', secret: Buffer.alloc(0) }];
  return loadSecrets({ ...config, production: true, jwtKeys });
}

/** The server in use, or the embedded one started for as long as a command takes. @throws OperatorError when there is none */
export async function openServer(
  config: Config,
  { postgresPassword: password }: Pick<Secrets, 'postgresPassword'>,
): Promise<OpenServer> {
  const nothing = async () => undefined;
  if (config.databaseUrl) return { owner: config.databaseUrl, inUse: false, close: nothing };
  const running = findRunningPostgres(config.postgresDir, password);
  if (running) return { owner: { ...running, database: EMBEDDED_DATABASE }, inUse: true, close: nothing };
  if (!existsSync(config.postgresDir)) throw new OperatorError(`There is no database in ${config.dataDir}.`);
  const lock = await lockDataDir(config.dataDir);
  try {
    const postgres = await startEmbeddedPostgres({ dir: config.postgresDir, password });
    const close = () => postgres.stop().finally(() => lock.release());
    return { owner: { ...postgres.connection, database: EMBEDDED_DATABASE }, inUse: false, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Commands look at data as the application does: row security then keeps the tenants apart for them too. */
export async function applicationLogin(
  owner: Connection,
  config: Config,
  { appPassword }: Pick<Secrets, 'appPassword'>,
): Promise<Connection> {
  if (config.databaseAppUrl) return config.databaseAppUrl;
  const login = await asOwner(owner, appLoginName);
  return asLogin(owner, login, appPassword);
}

/** Postgres' code for a wrong password; ours is derived from the master key. */
const WRONG_PASSWORD = '28P01';

export function isWrongMasterKey(error: unknown): boolean {
  return (error as { code?: unknown }).code === WRONG_PASSWORD;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { appLoginName, asLogin } from '@pebble/core-api/db/app-login';
import { Database } from '@pebble/core-api/db/database';
import { findRunningPostgres } from '@pebble/core-api/db/embedded-postgres/running';
import { startEmbeddedPostgres } from '@pebble/core-api/db/embedded-postgres/start';
import { EMBEDDED_DATABASE } from '@pebble/core-api/db/open-storage';
import { asOwner } from '@pebble/core-api/db/owner';
import type { Connection } from '@pebble/core-api/db/pool';
import { anchorPath, readAnchors } from '@pebble/core-api/features/audit/anchors';
import { deriveAuditKey } from '@pebble/core-api/features/audit/digest';
import { describeFinding } from '@pebble/core-api/features/audit/findings';
import { reportLines } from '@pebble/core-api/features/audit/report-lines';
import { verifyAudit } from '@pebble/core-api/features/audit/verify';
import { loadConfig, type Config } from '@pebble/core-api/runtime/config';
import { lockDataDir } from '@pebble/core-api/runtime/data-dir-lock';
import { explainFailure, OperatorError } from '@pebble/core-api/runtime/operator-error';
import { loadSecrets, type Secrets } from '@pebble/core-api/runtime/secrets';

const USAGE = `Checks that the event log is as it was sealed: nothing altered, removed, inserted or cut off.

  npm run audit:verify [-- --tenant SLUG]

Exit code 0: intact. 1: there are findings. 2: it could not be checked.`;

async function main(): Promise<number> {
  const options = { tenant: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const config = loadConfig();
  const secrets = await presentSecrets(config);
  // Before anything else is read: an anchor written meanwhile would look like a cut end.
  const anchors = await readAnchors(anchorPath(config.dataDir));
  const server = await openServer(config, secrets);
  try {
    const db = new Database(await applicationLogin(server.owner, config, secrets), 2);
    try {
      const key = deriveAuditKey(secrets.masterKey);
      return await verify(db, { key, anchors }, values.tenant);
    } finally {
      await db.close();
    }
  } finally {
    await server.close();
  }
}

async function verify(
  db: Database,
  parts: Omit<Parameters<typeof verifyAudit>[0], 'db' | 'slug'>,
  slug: string | undefined,
): Promise<number> {
  if (slug !== undefined && !(await db.tenants()).some((tenant) => tenant.slug === slug)) {
    throw new OperatorError(`There is no tenant "${slug}".`);
  }
  const report = await verifyAudit({ db, ...parts, ...(slug === undefined ? {} : { slug }) }, (tenant) =>
    console.log(reportLines(tenant).join('\n')),
  );
  for (const finding of report.findings) console.log(describeFinding(finding));
  return report.intact ? 0 : 1;
}

/** The secrets that are there. None is made up as at a first start: with a new key every block would look forged. */
async function presentSecrets(config: Config): Promise<Secrets> {
  if (existsSync(join(config.dataDir, 'secrets.json'))) return loadSecrets(config);
  if (!config.masterKey) {
    throw new OperatorError(
      `There is no key to check with: ${config.dataDir} has no secrets.json, and PEBBLE_MASTER_KEY is not set.`,
    );
  }
  // Production is where no file is written; no token is signed here.
  const jwtKeys = config.jwtKeys ?? [{ kid: 'none', secret: Buffer.alloc(0) }];
  return loadSecrets({ ...config, production: true, jwtKeys });
}

/** The server in use, or the embedded one started for as long as the check takes. */
async function openServer(
  config: Config,
  { postgresPassword: password }: Secrets,
): Promise<{ owner: Connection; close(): Promise<void> }> {
  const nothing = async () => undefined;
  if (config.databaseUrl) return { owner: config.databaseUrl, close: nothing };
  const running = findRunningPostgres(config.postgresDir, password);
  if (running) return { owner: { ...running, database: EMBEDDED_DATABASE }, close: nothing };
  if (!existsSync(config.postgresDir)) throw new OperatorError(`There is no database in ${config.dataDir}.`);
  const lock = await lockDataDir(config.dataDir);
  try {
    const postgres = await startEmbeddedPostgres({ dir: config.postgresDir, password });
    const close = () => postgres.stop().finally(() => lock.release());
    return { owner: { ...postgres.connection, database: EMBEDDED_DATABASE }, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The audit reads as the application does: row security then keeps the tenants apart for it too. */
async function applicationLogin(
  owner: Connection,
  config: Config,
  { appPassword }: Secrets,
): Promise<Connection> {
  if (config.databaseAppUrl) return config.databaseAppUrl;
  const login = await asOwner(owner, appLoginName);
  return asLogin(owner, login, appPassword);
}

/** Postgres' code for a wrong password; ours is derived from the master key. */
const WRONG_PASSWORD = '28P01';

process.exitCode = await main().catch((error: unknown) => {
  const wrongKey = (error as { code?: unknown }).code === WRONG_PASSWORD;
  console.error(
    wrongKey
      ? 'The database refuses the application login: this master key is not its own.'
      : explainFailure(error),
  );
  return 2;
});

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lchown, lstat, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { SERVER_ENVIRONMENT } from './environment.ts';
import { EmbeddedPostgresError } from './errors.ts';
import type { Owner, RunAs } from './run-as.ts';

/** The one superuser of the embedded server. */
export const OWNER_NAME = 'pebble_owner';

interface NewCluster {
  dataDir: string;
  password: string;
  /** False where the data is thrown away anyway. */
  durable: boolean;
}

/** Makes sure that a complete database cluster is at `dataDir`, owned by whom the server will run as. */
export async function ensureCluster(initdb: string, runAs: RunAs, cluster: NewCluster): Promise<void> {
  if (!existsSync(join(cluster.dataDir, 'PG_VERSION'))) await createCluster(initdb, runAs, cluster);
  if (runAs.owner) await giveTo(runAs.owner, cluster.dataDir);
}

/** Built beside its place and then renamed, so that an interrupted initdb never leaves half a cluster. */
async function createCluster(initdb: string, runAs: RunAs, cluster: NewCluster): Promise<void> {
  const { dataDir, durable } = cluster;
  const parent = dirname(dataDir);
  await mkdir(parent, { recursive: true });
  await removeLeftovers(dataDir);
  const unfinished = `${dataDir}.new-${process.pid}`;
  const passwordFile = `${unfinished}.password`;
  await writeFile(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  if (runAs.owner) await lchown(passwordFile, runAs.owner.uid, runAs.owner.gid);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const login = ['-U', OWNER_NAME, '--pwfile', passwordFile, '--auth=scram-sha-256'];
  const sync = durable ? [] : ['--no-sync'];
  try {
    await run([...runAs.prefix, initdb, '-D', unfinished, ...login, ...locale, ...sync]);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, dataDir);
  if (durable) await syncDirectory(parent);
}

async function run([program = '', ...args]: string[]): Promise<void> {
  await promisify(execFile)(program, args, { env: SERVER_ENVIRONMENT }).catch(
    (error: { stderr?: string; message: string }) => {
      throw new EmbeddedPostgresError(`initdb failed: ${error.stderr?.trim() || error.message}`);
    },
  );
}

async function removeLeftovers(dataDir: string): Promise<void> {
  const names = await readdir(dirname(dataDir));
  const leftovers = names.filter((name) => name.startsWith(`${basename(dataDir)}.new-`));
  for (const name of leftovers) {
    // An initdb that outlived its killed parent may still be writing for a moment.
    await rm(join(dirname(dataDir), name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A rename is durable only once its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Postgres insists that its files belong to the user it runs as. */
async function giveTo(owner: Owner, dataDir: string): Promise<void> {
  if ((await lstat(dataDir)).uid === owner.uid) return;
  const inside = await readdir(dataDir, { recursive: true });
  for (const name of inside) await lchown(join(dataDir, name), owner.uid, owner.gid);
  await lchown(dataDir, owner.uid, owner.gid); // last: its owner tells whether all of it was done
}

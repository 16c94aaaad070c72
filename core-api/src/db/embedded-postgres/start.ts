import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { findBinaries } from './binaries.ts';
import { ensureCluster, OWNER_NAME } from './cluster.ts';
import { SERVER_ENVIRONMENT } from './environment.ts';
import { readPostmasterPid, waitUntilFree } from './postmaster-pid.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';
import { serve } from './serve.ts';
import { asArguments, DEFAULT_SETTINGS, type Settings } from './settings.ts';
import { makeSocketDir } from './socket-dir.ts';

export interface EmbeddedPostgresOptions {
  /** Made when missing. Data and socket live in it. One process at a time. */
  dir: string;
  /** Of the superuser `pebble_owner`; fixed when the data is first made. */
  password: string;
  /** On top of the defaults; tests switch `fsync` off. */
  settings?: Settings;
  /** Gets the server's log, line by line. */
  onLog?: (line: string) => void;
  /** Only tests choose; otherwise the first way that works. */
  runAs?: RunAs;
}

export interface EmbeddedPostgres {
  /** `host` is the directory of a Unix socket: nothing listens on the network. */
  connection: { host: string; port: number; user: string; password: string };
  /** The postmaster's process id. */
  pid: number;
  /** Settles when the server is gone, for whatever reason, with its exit code. */
  exited: Promise<number | null>;
  /** Fast shutdown: open transactions are rolled back, committed ones are on disk. Safe to call twice. */
  stop(): Promise<void>;
}

/** Only names the socket file; no such TCP port is opened. */
const PORT = 5432;

/**
 * Brings a real PostgreSQL up on `dir` and resolves when it accepts connections. It goes down with this process, however
 * this process ends.
 *
 * @throws AlreadyRunningError when a live process has a server on `dir`
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dir = resolve(options.dir);
  const dataDir = join(dir, 'data');
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const { initdb, postgres } = await findBinaries();
  const runAs = options.runAs ?? (await chooseRunAs(dataDir, postgres));
  await waitUntilFree(dataDir);
  const durable = settings['fsync'] !== 'off';
  await ensureCluster(initdb, runAs, { dataDir, password: options.password, durable });

  const socket = await makeSocketDir(dir);
  const network = ['-p', String(PORT), '-k', socket.path, '-c', 'listen_addresses='];
  const command = [...runAs.prefix, postgres, '-D', dataDir, ...network, ...asArguments(settings)];
  const server = await serve({ command, env: environment(dataDir), dataDir, onLog: options.onLog ?? ignore });
  const exited = server.exited.finally(() =>
    socket.temporary ? rm(socket.path, { recursive: true }) : undefined,
  );
  return {
    connection: { host: socket.path, port: PORT, user: OWNER_NAME, password: options.password },
    pid: server.pid,
    exited,
    async stop() {
      await server.stop();
      await exited;
    },
  };
}

/**
 * After a kill -9 the old process id may by now belong to a stranger, whom Postgres would take for a running server. This is
 * the variable by which pg_ctl tells it which process id to overlook; that nobody uses the data was checked just before.
 */
function environment(dataDir: string): NodeJS.ProcessEnv {
  const stale = readPostmasterPid(dataDir);
  return { ...SERVER_ENVIRONMENT, ...(stale ? { PG_GRANDPARENT_PID: String(stale.pid) } : {}) };
}

function ignore(): void {}

import { join, resolve } from 'node:path';
import { OWNER_NAME } from './cluster.ts';
import { isPostmaster, readPostmasterPid } from './postmaster-pid.ts';
import type { EmbeddedPostgres } from './start.ts';

/**
 * How to reach the server that another process of this installation runs on `dir` right now, for command line tools; null
 * when there is none.
 */
export function findRunningPostgres(dir: string, password: string): EmbeddedPostgres['connection'] | null {
  const dataDir = join(resolve(dir), 'data');
  const server = readPostmasterPid(dataDir);
  if (!server || server.status === 'stopping' || !isPostmaster(server.pid, dataDir)) return null;
  return { host: server.socketDir, port: server.port, user: OWNER_NAME, password };
}

import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** macOS allows 103 bytes for a socket's path, Linux 107; the file itself is called `/.s.PGSQL.5432`. */
const LONGEST = 103 - '/.s.PGSQL.5432'.length;

/** A private directory for the server's socket, with a path that the kernel accepts; a temporary one when `dir` is too deep. */
export async function makeSocketDir(dir: string): Promise<{ path: string; temporary: boolean }> {
  const path = join(dir, 'socket');
  if (Buffer.byteLength(path) > LONGEST) {
    return { path: await mkdtemp(join(tmpdir(), 'pebble-pg-')), temporary: true };
  }
  await mkdir(path, { recursive: true });
  await chmod(path, 0o700);
  return { path, temporary: false };
}

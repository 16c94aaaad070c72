import { access, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { OperatorError } from './operator-error.ts';

/** Another process works on this data directory. */
export class DataDirInUseError extends OperatorError {
  override readonly name = 'DataDirInUseError';
}

export interface DataDirLock {
  release(): Promise<void>;
}

/** A process that was told to stop, or lost its launcher, needs a moment to put its things away. */
const PATIENCE_MS = 2_000;

/**
 * Claims `dataDir` for this process, making the directory when it is missing.
 *
 * The claim is an SQLite write lock, because SQLite knows how to have the operating system hold it: it ends with the process,
 * kill -9 included, and two processes can never both take over what a dead one left. A file with a process id in it promises
 * neither. That file exists too, but only so that the refusal can say who it is.
 *
 * @throws DataDirInUseError
 */
export async function lockDataDir(dataDir: string, patienceMs = PATIENCE_MS): Promise<DataDirLock> {
  await makeWritable(dataDir);
  const pidFile = join(dataDir, 'pebble.pid');
  const claim = await claimWithin(patienceMs, join(dataDir, 'pebble.lock'));
  if (!claim) {
    throw new DataDirInUseError(
      `Pebble already runs on ${dataDir}${await whoHolds(pidFile)}. Stop it first, or give this one another DATA_DIR and PORT.`,
    );
  }
  held.add(claim);
  await writeFile(pidFile, `${process.pid}\n`);
  return {
    async release() {
      await rm(pidFile, { force: true });
      if (held.delete(claim)) claim.close();
    },
  };
}

async function makeWritable(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(`DATA_DIR ${dataDir} must be a folder that this user may write to (${code}).`);
  }
}

/** A database handle that is garbage collected closes, and its lock with it. */
const held = new Set<DatabaseSync>();

async function claimWithin(patienceMs: number, path: string): Promise<DatabaseSync | null> {
  const started = Date.now();
  for (;;) {
    const claim = tryClaim(path);
    if (claim || Date.now() - started >= patienceMs) return claim;
    await pause(25);
  }
}

function tryClaim(path: string): DatabaseSync | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw error;
  }
}

const SQLITE_BUSY = 5;

async function whoHolds(pidFile: string): Promise<string> {
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  return pid > 0 ? ` (process ${pid})` : '';
}

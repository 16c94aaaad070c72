import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { AlreadyRunningError, EmbeddedPostgresError } from './errors.ts';
import { readPostmasterPid } from './postmaster-pid.ts';
import { spawnWatched, type WatchedProcess } from './watchdog.ts';

interface Serving {
  command: readonly string[];
  env: NodeJS.ProcessEnv;
  dataDir: string;
  onLog: (line: string) => void;
}

export interface Server {
  pid: number;
  exited: Promise<number | null>;
  stop(): Promise<void>;
}

/** How long a fast shutdown may take before the server is told to leave recovery to its next start. */
const SHUTDOWN_MS = 20_000;

/** Backends outlive a killed postmaster for a moment and hold its shared memory until they notice. */
const PATIENCE_WITH_OLD_BACKENDS_MS = 15_000;

/** Starts the server and resolves once it accepts connections. */
export async function serve(serving: Serving): Promise<Server> {
  const started = Date.now();
  for (;;) {
    const child = spawnWatched(serving.command, serving.env);
    const exited = once(child, 'exit').then(([code]) => code as number | null);
    const failure = await untilReady(child, exited, serving.onLog);
    if (failure === null) return running(child, exited, serving.dataDir);
    if (failure.includes('lock file "postmaster.pid" already exists')) {
      throw new AlreadyRunningError(serving.dataDir, readPostmasterPid(serving.dataDir)?.pid ?? 0);
    }
    const busy = failure.includes('shared memory block') && failure.includes('still in use');
    if (!busy || Date.now() - started > PATIENCE_WITH_OLD_BACKENDS_MS)
      throw new EmbeddedPostgresError(failure);
    await pause(100);
  }
}

/** Resolves with null when the server is ready, and with its last words when it gave up. */
async function untilReady(
  child: WatchedProcess,
  exited: Promise<number | null>,
  onLog: (line: string) => void,
): Promise<string | null> {
  const lastWords: string[] = [];
  const ready = new Promise<null>((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      onLog(line);
      lastWords.push(line);
      if (lastWords.length > 20) lastWords.shift();
      if (line.includes('database system is ready to accept connections')) resolve(null);
    });
  });
  // `close` and not `exit`: only then has all of stderr been read.
  const gone = once(child, 'close').then(
    ([code]) => `Postgres stopped with code ${code}\n${lastWords.join('\n')}`,
  );
  gone.catch(() => {});
  exited.catch(() => {});
  return Promise.race([ready, gone]);
}

function running(child: WatchedProcess, exited: Promise<number | null>, dataDir: string): Server {
  const pid = readPostmasterPid(dataDir)?.pid;
  if (pid === undefined) throw new EmbeddedPostgresError(`Postgres left no postmaster.pid in ${dataDir}`);
  let stopping: Promise<void> | undefined;
  return { pid, exited, stop: () => (stopping ??= shutDown(child, exited, pid)) };
}

async function shutDown(child: WatchedProcess, exited: Promise<number | null>, pid: number): Promise<void> {
  child.stdin.end();
  const timer = setTimeout(() => process.kill(pid, 'SIGQUIT'), SHUTDOWN_MS);
  await exited;
  clearTimeout(timer);
}

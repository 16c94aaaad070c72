import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export type WatchedProcess = ChildProcess & { stdin: Writable; stderr: Readable };

/**
 * Runs a server under a shell that waits on a pipe from us. However we end, kill -9 included, the kernel closes the pipe and
 * the server gets SIGINT, which Postgres takes as "fast shutdown". Closing `stdin` ourselves is how it is stopped in peace.
 *
 * In a session of its own, so that Ctrl-C reaches us alone and we decide the order in which things stop.
 */
export function spawnWatched(command: readonly string[], env: NodeJS.ProcessEnv): WatchedProcess {
  return spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', ...command], {
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe'],
    env,
  }) as WatchedProcess;
}

// Descriptor 3 keeps the pipe, because the shell gives background jobs /dev/null for stdin. The `read` ends at end of file only.
const SCRIPT = `
exec 3<&0
"$@" </dev/null 3<&- & server=$!
trap '' INT TERM HUP
(read -r _ <&3; kill -INT $server) 2>/dev/null & watcher=$!
exec 3<&-
wait $server; code=$?
kill $watcher 2>/dev/null
exit $code`;

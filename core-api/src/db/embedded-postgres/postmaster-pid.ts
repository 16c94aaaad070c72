import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AlreadyRunningError } from './errors.ts';

interface Postmaster {
  pid: number;
  port: number;
  socketDir: string;
  /** As the server writes it: `starting`, `ready`, `stopping`. */
  status: string;
}

/** What `postmaster.pid` says, whether or not that process still lives; null without the file. */
export function readPostmasterPid(dataDir: string): Postmaster | null {
  const lines = readOrEmpty(join(dataDir, 'postmaster.pid')).split('\n');
  const [pid, , , port, socketDir = '', , , status = ''] = lines;
  const numbers = { pid: Number.parseInt(pid ?? '', 10), port: Number.parseInt(port ?? '', 10) };
  return numbers.pid > 0 ? { ...numbers, socketDir: socketDir.trim(), status: status.trim() } : null;
}

/**
 * Waits until no server uses `dataDir`. A server whose owner was killed is on its way out and gets the time it needs;
 * one that stays up has an owner. On a busy machine it takes a moment before the server hears that its owner is gone.
 *
 * @throws AlreadyRunningError
 */
export async function waitUntilFree(
  dataDir: string,
  patience = { ready: 5_000, stopping: 60_000 },
): Promise<void> {
  const started = Date.now();
  for (;;) {
    const server = readPostmasterPid(dataDir);
    if (!server || !isPostmaster(server.pid, dataDir)) return;
    const allowed = server.status === 'stopping' ? patience.stopping : patience.ready;
    if (Date.now() - started > allowed) throw new AlreadyRunningError(dataDir, server.pid);
    await pause(20);
  }
}

/** A process id alone proves little: after a reboot, or in a container, it soon belongs to somebody else. */
export function isPostmaster(pid: number, dataDir: string): boolean {
  return commandLine(pid).includes(dataDir);
}

function commandLine(pid: number): string {
  if (process.platform === 'linux') return readOrEmpty(`/proc/${pid}/cmdline`);
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

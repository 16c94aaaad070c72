import { execFileSync } from 'node:child_process';

/** The process and all that descend from it, as of now. */
export function familyOf(pid: number): number[] {
  const children = living().filter((process) => process.parent === pid);
  return [pid, ...children.flatMap((child) => familyOf(child.pid))];
}

/** Those of `pids` that still run. A zombie, which nobody may be there to reap in a container, does not. */
export function stillRunning(pids: readonly number[]): number[] {
  const alive = new Set(living().map((process) => process.pid));
  return pids.filter((pid) => alive.has(pid));
}

function living(): { pid: number; parent: number }[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => !state?.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median } from './lab.ts';

const RUNS = 5;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Seconds from `npm start` to ready on an installed checkout, first start and later ones, and memory when idle. */
export async function benchStart(): Promise<Record<string, unknown>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pebble-bench-'));
  try {
    const first = await timeStart(dataDir);
    const later: number[] = [];
    for (let run = 0; run < RUNS; run += 1) later.push((await timeStart(dataDir)).seconds);
    return {
      first_start_s: first.seconds,
      next_start_s: median(later),
      idle_memory_mb: first.memory,
    };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function timeStart(dataDir: string): Promise<{ seconds: number; memory: Record<string, number> }> {
  const started = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  await ready(npm);
  const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
  await pause(3_000); // idle means idle
  const memory = await memoryOfTree(npm.pid ?? 0);
  process.kill(-(npm.pid ?? 0), 'SIGINT');
  await once(npm, 'exit');
  return { seconds, memory };
}

async function ready(npm: ChildProcess): Promise<void> {
  let text = '';
  for await (const chunk of npm.stdout ?? []) {
    text += String(chunk);
    if (text.includes('Pebble is ready')) return;
  }
  throw new Error(`npm start ended before it was ready:\n${text}`);
}

/** Proportional set size in MB, by what the process is. Postgres runs in a session of its own, below our process. */
async function memoryOfTree(root: number): Promise<Record<string, number>> {
  const parents = new Map<number, number>();
  for (const pid of (await readdir('/proc')).map(Number).filter(Boolean)) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const within = (pid: number): boolean => pid === root || (pid > 1 && within(parents.get(pid) ?? 0));
  const sums: Record<string, number> = { node: 0, postgres: 0, other: 0, total: 0 };
  for (const pid of [...parents.keys()].filter(within)) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    const megabytes = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
    const kind = command.startsWith('postgres')
      ? 'postgres'
      : /node|npm|MainThread/.test(command)
        ? 'node'
        : 'other';
    sums[kind] = (sums[kind] ?? 0) + megabytes;
    sums['total'] = (sums['total'] ?? 0) + megabytes;
  }
  return Object.fromEntries(Object.entries(sums).map(([kind, megabytes]) => [kind, Math.round(megabytes)]));
}

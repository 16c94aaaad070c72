import { readdir, readFile } from 'node:fs/promises';

/** Of Linux; everywhere that Node runs on it. */
const TICKS_PER_S = 100;

/** Seconds of CPU that each program under this process has used so far, ended children included. Empty where there is no /proc. */
export async function cpuByProgram(): Promise<Map<string, number>> {
  const stats = new Map<number, Stat>();
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    // Gone meanwhile, perhaps.
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const stat = parse(text);
    if (stat) stats.set(Number(name), stat);
  }
  const used = new Map<string, number>();
  for (const [pid, stat] of stats) {
    if (pid === process.pid || !isUnder(stats, pid)) continue;
    used.set(stat.program, (used.get(stat.program) ?? 0) + stat.seconds);
  }
  return used;
}

interface Stat {
  program: string;
  parent: number;
  seconds: number;
}

/** The name stands in parentheses and may hold anything, so what follows is counted from the last one. */
function parse(text: string): Stat | null {
  const match = /\((.*)\) (.*)/s.exec(text);
  if (!match) return null;
  const [, program = '', rest = ''] = match;
  const fields = rest.split(' ').map(Number);
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
  return { program, parent: fields[1] ?? 0, seconds: ticks / TICKS_PER_S };
}

function isUnder(stats: ReadonlyMap<number, Stat>, pid: number): boolean {
  for (let at: number | undefined = pid; at; at = stats.get(at)?.parent) if (at === process.pid) return true;
  return false;
}

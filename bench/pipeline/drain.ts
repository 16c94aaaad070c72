import { setTimeout as pause } from 'node:timers/promises';
import { cpuByProgram } from './cpu.ts';
import { tenth } from './drive.ts';
import { fill } from './fill.ts';
import { memoryOf, type Rig } from './rig.ts';

/** Accepted mails that nobody has worked on, then some workers: mails per second until the last one has its card. */
export async function measureDrain(rig: Rig, workers: number, mails: number) {
  await fill(rig, 0, mails);
  // As after a minute of work, when Postgres has looked at its tables by itself.
  await rig.asOwner((client) => client.query('VACUUM (ANALYZE)'));
  // Started is not yet working: the first mails of a process compile its code.
  const processes = await Promise.all(Array.from({ length: workers }, () => rig.start('worker')));
  const started = performance.now();
  const before = await unfinished(rig);
  const cpu = await cpuByProgram();
  while ((await unfinished(rig)) > 0) await pause(50);
  const perSecond = (before / (performance.now() - started)) * 1000;
  const used = [...(await cpuByProgram())].map(([program, seconds]) => [
    program,
    tenth(((seconds - (cpu.get(program) ?? 0)) * 1000) / before),
  ]);
  const memory = await Promise.all(processes.map((one) => memoryOf(one.pid ?? 0)));
  await rig.stopAll();
  return {
    workers,
    mails: before,
    per_s: Math.round(perSecond),
    worker_mb: Math.max(...memory),
    cpu_ms: Object.fromEntries(used),
  };
}

export async function unfinished(rig: Rig): Promise<number> {
  const { rows } = await rig.asOwner((client) =>
    client.query<{ count: string }>(
      `SELECT count(*) FROM inbound_emails WHERE state IN ('accepted', 'processing')`,
    ),
  );
  return Number(rows[0]?.count);
}

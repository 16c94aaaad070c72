import { readFile } from 'node:fs/promises';

/** Resident memory of a process in bytes, and the most it ever had; null where the system does not tell (it is no Linux). */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number } | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [now, peak] = [/^VmRSS:\s+(\d+)/m, /^VmHWM:\s+(\d+)/m].map(
    (field) => Number(field.exec(status)?.[1]) * 1024,
  );
  return now !== undefined && peak !== undefined && Number.isFinite(peak) ? { now, peak } : null;
}

/**
 * Says how much is sealed with which key, and which keys are needed no more.
 *
 * @param ring names of the keys that were rotated to, the current one first; empty before the first rotation
 * @returns missing: something is sealed with a key that the ring does not have
 */
export function keyLines(
  current: string,
  ring: readonly string[],
  counts: Readonly<Record<string, number>>,
): { lines: string[]; missing: boolean } {
  const all = [...new Set([current, ...ring, MASTER, ...Object.keys(counts)])];
  const width = Math.max(...all.map((kid) => kid.length));
  let missing = false;
  const lines = all.flatMap((kid) => {
    const count = counts[kid] ?? 0;
    const byMaster = kid.startsWith(MASTER);
    if (byMaster && count === 0 && kid !== current) return [];
    const note = noteOn({ kid, count, current, known: byMaster || ring.includes(kid) });
    missing ||= note === MISSING;
    return [`${kid.padEnd(width)}  ${String(count).padStart(8)}  ${note}`.trimEnd()];
  });
  return { lines, missing };
}

/** The key derived from the master key, and what stands for it in the first layout. */
const MASTER = 'master';
const MISSING = 'missing: put it back into PEBBLE_SEALING_KEYS';

function noteOn({
  kid,
  count,
  current,
  known,
}: {
  kid: string;
  count: number;
  current: string;
  known: boolean;
}): string {
  if (kid === current) return 'seals';
  if (!known) return MISSING;
  if (count === 0) return 'may go';
  return 'opens; what it has sealed comes under the current key within the hour';
}

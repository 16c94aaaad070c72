import fc from 'fast-check';

/** `FUZZ_TIMES=20` tries so many times as much; a failure is repeated with the seed and path that it names. */
const TIMES = Number(process.env['FUZZ_TIMES'] ?? 1);

export function runs(count: number): { numRuns: number } {
  return { numRuns: count * TIMES };
}

/** What may keep us busy with one input, in milliseconds of CPU: a busy machine is no fault of the input. */
export const LONGEST_MS = 2_000;

/** @throws Error when the work kept the process busy for longer than one input may */
export async function within<T>(work: () => T | Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const spent = (user + system) / 1000;
  if (spent > LONGEST_MS) throw new Error(`it took ${Math.round(spent)} ms of CPU`);
  return result;
}

export interface Damage {
  kind: 'flip' | 'drop' | 'double' | 'insert' | 'cut' | 'repeat';
  /** From 0, the beginning, to 1, the end. */
  at: number;
  bytes: Uint8Array;
}

/** Something that happens to bytes on their way, or that somebody does to them. @param words of the format, put in anywhere */
export function damage(words: readonly string[]): fc.Arbitrary<Damage> {
  return fc.record({
    kind: fc.constantFrom('flip', 'drop', 'double', 'insert', 'cut', 'repeat'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 16 }),
      fc.constantFrom(...words).map((text) => Buffer.from(text)),
    ),
  });
}

export function spoil(file: Buffer, { kind, at, bytes }: Damage): Buffer {
  const place = Math.floor(at * file.length);
  const [before, after] = [file.subarray(0, place), file.subarray(place)];
  if (kind === 'cut') return Buffer.from(before);
  if (kind === 'insert') return Buffer.concat([before, bytes, after]);
  if (kind === 'repeat') return Buffer.concat([before, ...Array.from({ length: 500 }, () => bytes), after]);
  if (kind === 'drop') return Buffer.concat([before, after.subarray(bytes.length)]);
  if (kind === 'double') return Buffer.concat([before, after, after.subarray(0, 500)]);
  const flipped = Buffer.from(file);
  for (const [index, byte] of bytes.entries()) {
    if (place + index < flipped.length)
      flipped.writeUInt8(flipped.readUInt8(place + index) ^ byte, place + index);
  }
  return flipped;
}

/**
 * Outlook's `Thread-Index`: a header of 22 bytes, made when a conversation begins, of which the last 16 are the conversation's
 * GUID, and 5 bytes more for each answer or forward.
 *
 * MS-OXOMSG 2.2.1.3 describes it, the programs differ: Outlook for desktops has a time of 6 bytes (the first is a 1 until the
 * year 2057 and called reserved); Exchange since 2013 has a 1 and a time of 5 bytes, but measures answers as if it had 6. That
 * gives two centuries, of which the field keeps the rest after division by 57 years.
 */
export interface ThreadIndex {
  /** The GUID, 16 bytes. */
  conversation: Buffer;
  /** When the mail was written, in milliseconds, in the ways in which programs count; up to whole periods. */
  writtenAt: number[];
  /** Milliseconds; Infinity where the time is told outright. */
  period: number;
}

const HEADER_BYTES = 22;
const ANSWER_BYTES = 5;
/** A conversation of a thousand answers; what is longer was made up. */
const MAX_BYTES = HEADER_BYTES + 1000 * ANSWER_BYTES;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** From 1601-01-01, where FILETIME begins, to 1970, in milliseconds. */
const EPOCH_OFFSET_MS = 11_644_473_600_000;
const EARLIEST = Date.UTC(1995, 0);
/** 31 bits of 2^23 ticks, in milliseconds. */
const PERIOD_MS = 2 ** 54 / 10_000;

/** Reads the header's value. Null when it is none that a program with conversations could have made. */
export function readThreadIndex(value: string): ThreadIndex | null {
  const text = value.replace(/\s+/g, '');
  if (text.length > MAX_BYTES * 2 || !BASE64.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  const answers = (bytes.length - HEADER_BYTES) / ANSWER_BYTES;
  if (!Number.isInteger(answers) || answers < 0 || bytes.length > MAX_BYTES || bytes[0] !== 1) return null;
  const conversation = bytes.subarray(6, HEADER_BYTES);
  // Zeros, or any one byte over and over, is what programs write that have no conversation.
  if (new Set(conversation).size < 4) return null;
  const long = fileTime(bytes.readUIntBE(0, 6), 2 ** 16);
  // With 6 bytes, a 1 in the second one means 1830.
  const short = bytes[1] === 1;
  const begun = short ? fileTime(bytes.readUIntBE(1, 5), 2 ** 24) : long;
  if (begun < EARLIEST) return null;
  if (answers === 0) return { conversation, writtenAt: [begun], period: Infinity };
  return { conversation, writtenAt: answeredAt(bytes, long), period: short ? PERIOD_MS : Infinity };
}

/** True when the index was made within so many milliseconds of a moment: one that was copied is older than its mail. */
export function wasWrittenAt(index: ThreadIndex, moment: Date, tolerance: number): boolean {
  return index.writtenAt.some((time) => {
    const apart = Math.abs(moment.getTime() - time);
    const rest = index.period === Infinity ? apart : apart % index.period;
    return Math.min(rest, index.period - rest) <= tolerance;
  });
}

/** Microsoft's own code counts an answer from the one before, its specification says from the header: both are told. */
function answeredAt(bytes: Buffer, begun: number): number[] {
  let passed = 0;
  let sum = 0;
  for (let at = HEADER_BYTES; at < bytes.length; at += ANSWER_BYTES) {
    passed = timePassed(bytes.readUInt32BE(at));
    sum += passed;
  }
  return [...new Set([begun + sum, begun + passed])];
}

/** Milliseconds in the field of an answer: 31 bits, whose unit the highest bit tells. */
function timePassed(field: number): number {
  return ((field & 0x7fffffff) * (field >= 0x80000000 ? 2 ** 23 : 2 ** 18)) / 10_000;
}

function fileTime(count: number, unit: number): number {
  return (count * unit) / 10_000 - EPOCH_OFFSET_MS;
}

import { createInflateRaw } from 'node:zlib';
import { MAX_UNPACKED_BYTES, MAX_ZIP_ENTRIES } from './limits.ts';
import { UnreadableFile } from './reader-protocol.ts';

export interface ZipEntry {
  name: string;
  /** As it lies in the file. */
  packed: Buffer;
  deflated: boolean;
  /** As the directory says; only `unpack` and `checkUnpackedSize` know. */
  size: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT = 0xffff;

/**
 * The directory at the end of a zip file.
 *
 * @throws UnreadableFile when it is cut off or damaged, or holds more than a sheet could
 */
export function readZipDirectory(zip: Buffer): ZipEntry[] {
  try {
    return entriesOf(zip);
  } catch (error) {
    if (error instanceof RangeError) throw damaged();
    throw error;
  }
}

function entriesOf(zip: Buffer): ZipEntry[] {
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  // Also what the 64-bit format says, which a file of 50 MB has no use for.
  if (count > MAX_ZIP_ENTRIES) throw tooMuch();
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw damaged();
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    entries.push(entryAt(zip, at, nameBytes ?? 0));
    at += ENTRY_BYTES + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  return entries;
}

function entryAt(zip: Buffer, at: number, nameBytes: number): ZipEntry {
  if ((zip.readUInt16LE(at + 8) & 1) === 1) {
    throw new UnreadableFile('The file is protected with a password. Save it without one.');
  }
  const packedBytes = zip.readUInt32LE(at + 20);
  const local = zip.readUInt32LE(at + 42);
  if (zip.readUInt32LE(local) !== LOCAL) throw damaged();
  const content = local + LOCAL_BYTES + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (content + packedBytes > zip.length) throw damaged();
  return {
    name: zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes),
    packed: zip.subarray(content, content + packedBytes),
    deflated: zip.readUInt16LE(at + 10) === 8,
    size: zip.readUInt32LE(at + 24),
  };
}

function findEnd(zip: Buffer): number {
  const earliest = Math.max(0, zip.length - END_BYTES - MAX_COMMENT);
  for (let at = zip.length - END_BYTES; at >= earliest; at -= 1) if (zip.readUInt32LE(at) === END) return at;
  throw damaged();
}

/**
 * Unpacks everything, keeping nothing, to know what it comes to: a directory can lie about sizes, and entries can share their bytes.
 *
 * @throws UnreadableFile beyond `most` bytes, or when an entry is damaged
 */
export async function checkUnpackedSize(
  entries: readonly ZipEntry[],
  most: number = MAX_UNPACKED_BYTES,
): Promise<void> {
  let left = most;
  if (entries.reduce((sum, { size }) => sum + size, 0) > left) throw tooMuch();
  for (const entry of entries)
    for await (const chunk of unpack(entry)) if ((left -= chunk.length) < 0) throw tooMuch();
}

/** The content of an entry, piece by piece. @throws UnreadableFile when it is damaged */
export async function* unpack(entry: ZipEntry): AsyncGenerator<Buffer> {
  if (!entry.deflated) return yield entry.packed;
  const inflate = createInflateRaw();
  inflate.end(entry.packed);
  try {
    yield* inflate as AsyncIterable<Buffer>;
  } catch {
    throw damaged();
  } finally {
    inflate.destroy();
  }
}

function damaged(): UnreadableFile {
  return new UnreadableFile(
    'The file is damaged or was cut off on its way. Open it in its program, save it again, and upload that.',
  );
}

function tooMuch(): UnreadableFile {
  return new UnreadableFile(
    `Unpacked, the file has more than ${MAX_UNPACKED_BYTES / 1024 / 1024} MB. Split it, or save the sheet as CSV.`,
  );
}

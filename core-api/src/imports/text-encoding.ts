import { isUtf8 } from 'node:buffer';
import type { Encoding } from '@pebble/contract/import-mapping';
import type { z } from 'zod';

type EncodingName = z.infer<typeof Encoding>;

const BOMS: readonly [EncodingName, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
const SAMPLE = 4096;

/** How the bytes of a text are to be read: by its byte order mark, else by what they look like. */
export function detectEncoding(bytes: Uint8Array): EncodingName {
  const marked = BOMS.find(([, bom]) => bom.every((byte, at) => bytes[at] === byte));
  if (marked) return marked[0];
  // Text for the most part of ASCII letters has its zeros on one side in UTF-16, and none in anything else.
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 1].map((side) => sample.filter((byte, at) => byte === 0 && at % 2 === side).length);
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 8 && odd > even * 4) return 'utf-16le';
  if (even > sample.length / 8 && even > odd * 4) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/** The text in UTF-8, without its byte order mark. Bytes that mean nothing become U+FFFD. */
export function toUtf8(bytes: Uint8Array, encoding: EncodingName): Buffer {
  const bom = BOMS.find(([name, mark]) => name === encoding && mark.every((byte, at) => bytes[at] === byte));
  const text = bytes.subarray(bom?.[1].length ?? 0);
  if (encoding === 'utf-8' && isUtf8(text)) return Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  return Buffer.from(new TextDecoder(encoding).decode(text), 'utf8');
}

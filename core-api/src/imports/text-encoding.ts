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
  return isUtf8(bytes) || isMostlyUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

/**
 * True for UTF-8 in which a few characters are broken, such as one that a program cut in half: better those are lost than that all
 * others become two wrong ones. In windows-1252 hardly any letter is followed by what would make it a character of UTF-8.
 */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  let whole = 0;
  let broken = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0;
    let found = 0;
    while (found < more && ((bytes[at + 1 + found] ?? 0) & 0xc0) === 0x80) found += 1;
    if (more > 0 && found === more) whole += 1;
    else broken += 1;
    at += found;
  }
  return whole > 10 * broken;
}

/** The text in UTF-8, without its byte order mark. Bytes that mean nothing become U+FFFD. */
export function toUtf8(bytes: Uint8Array, encoding: EncodingName): Buffer {
  const bom = BOMS.find(([name, mark]) => name === encoding && mark.every((byte, at) => bytes[at] === byte));
  const text = bytes.subarray(bom?.[1].length ?? 0);
  if (encoding === 'utf-8' && isUtf8(text)) return Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  return Buffer.from(new TextDecoder(encoding).decode(text), 'utf8');
}

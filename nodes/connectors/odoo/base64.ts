// Generated from pieces/odoo/src/base64.ts by `npm run nodes:generate`: change it there.
import { UpstreamError } from '../../kit/errors';

const LETTERS = Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', codeOf);
const PADDING = codeOf('=');
/** By code of the letter its six bits, 255 for what is no letter. */
const BITS = new Uint8Array(256).fill(255);
LETTERS.forEach((letter, at) => (BITS[letter] = at));
/** Bytes for each piece of text that is built at once; a multiple of three. */
const BLOCK = 24_576;

// Not every host has a global for it, and those that do have different ones.
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += BLOCK)
    parts.push(encodeBlock(bytes.subarray(start, start + BLOCK)));
  return parts.join('');
}

function encodeBlock(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let at = 0, to = 0; at < bytes.length; at += 3, to += 4) {
    const bits = (byteAt(bytes, at) << 16) | (byteAt(bytes, at + 1) << 8) | byteAt(bytes, at + 2);
    codes[to] = byteAt(LETTERS, bits >> 18);
    codes[to + 1] = byteAt(LETTERS, (bits >> 12) & 63);
    codes[to + 2] = at + 1 < bytes.length ? byteAt(LETTERS, (bits >> 6) & 63) : PADDING;
    codes[to + 3] = at + 2 < bytes.length ? byteAt(LETTERS, bits & 63) : PADDING;
  }
  // Without spreading, which walks the letters one by one; `apply` takes anything with a length.
  return String.fromCharCode.apply(null, codes as unknown as number[]);
}

/** Line ends and padding do not matter. Throws UpstreamError for other signs. */
export function fromBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let [length, bits, held] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === PADDING || code === 10 || code === 13) continue;
    const six = BITS[code] ?? 255;
    if (six === 255) throw new UpstreamError('Odoo gave a file that is not base64');
    bits = ((bits << 6) | six) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[length] = (bits >> held) & 255;
    length += 1;
  }
  return bytes.slice(0, length);
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function codeOf(letter: string): number {
  return letter.charCodeAt(0);
}

import { UpstreamError } from '@pebble/kit/errors';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = new Map([...LETTERS].map((letter, at) => [letter.charCodeAt(0), at]));
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
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += `${LETTERS[bits >> 18]}${LETTERS[(bits >> 12) & 63]}`;
    text += `${b === undefined ? '=' : LETTERS[(bits >> 6) & 63]}${c === undefined ? '=' : LETTERS[bits & 63]}`;
  }
  return text;
}

/** Line ends and padding do not matter. Throws UpstreamError for other signs. */
export function fromBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let [length, bits, held] = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 61 || code === 10 || code === 13) continue;
    const six = CODES.get(code);
    if (six === undefined) throw new UpstreamError('Odoo gave a file that is not base64');
    bits = ((bits << 6) | six) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[length] = (bits >> held) & 255;
      length += 1;
    }
  }
  return bytes.slice(0, length);
}

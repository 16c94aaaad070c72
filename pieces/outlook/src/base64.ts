const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648, 4. Written out, because the hosts have no way in common to do it. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    parts.push(
      LETTERS.charAt(a >> 2) +
        LETTERS.charAt(((a & 3) << 4) | ((b ?? 0) >> 4)) +
        (b === undefined ? '=' : LETTERS.charAt(((b & 15) << 2) | ((c ?? 0) >> 6))) +
        (c === undefined ? '=' : LETTERS.charAt(c & 63)),
    );
  }
  return parts.join('');
}

// Generated from pieces/outlook/src/base64.ts by `npm run nodes:generate`: change it there.
// All hosts have it, and none of their types in common.
declare function btoa(binary: string): string;

/** Bytes that are written at once: as many as a function may have arguments, and a multiple of three, so that no padding is inside. */
const BLOCK = 24_576;

/** RFC 4648, 4. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += BLOCK) {
    const block = bytes.subarray(start, start + BLOCK);
    // `apply` takes anything with a length; spreading would walk the bytes one by one.
    parts.push(btoa(String.fromCharCode.apply(null, block as unknown as number[])));
  }
  return parts.join('');
}

import { Refused } from './guarded-lookup.ts';

/**
 * Reads a body up to `maxBytes` and throws Refused beyond. It counts decoded bytes as they arrive, since neither
 * Content-Length nor the size on the wire says what a compressed body grows to.
 */
export async function readCapped(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Refused(`The file is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

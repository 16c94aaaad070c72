import { BoxBroken, BOX_OVERHEAD } from './aes-box.ts';

/** A data key, sealed by the key that is called `keyId`. */
export interface WrappedKey {
  keyId: string;
  box: Buffer;
}

/** Of this layout; a box of the version before begins with 1. */
export const LAYOUT = 2;
export const DATA_KEY_BYTES = 32;
const WRAPPED_BYTES = BOX_OVERHEAD + DATA_KEY_BYTES;

/** Layout: version (1 byte), length of the key's id (1), the id, the data key in its box (60). */
export function encodeWrappedKey({ keyId, box }: WrappedKey): Buffer {
  const id = Buffer.from(keyId, 'ascii');
  return Buffer.concat([Buffer.from([LAYOUT, id.byteLength]), id, box]);
}

/**
 * Reads a wrapped key from the beginning of `bytes`, and says where it ends.
 *
 * @throws BoxBroken
 */
export function decodeWrappedKey(bytes: Buffer): WrappedKey & { end: number } {
  const [version, idBytes = 0] = bytes;
  const end = 2 + idBytes + WRAPPED_BYTES;
  if (version !== LAYOUT || idBytes === 0 || bytes.byteLength < end) throw new BoxBroken();
  const keyId = bytes.subarray(2, 2 + idBytes).toString('ascii');
  return { keyId, box: bytes.subarray(2 + idBytes, end), end };
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a box is longer than its content, in bytes. */
export const BOX_OVERHEAD = NONCE_BYTES + TAG_BYTES;

/** The box was altered, belongs to another record, or another key has sealed it. */
export class BoxBroken extends Error {
  override readonly name = 'BoxBroken';

  constructor(cause?: unknown) {
    super('what was sealed does not open: it was altered, or it belongs to another record', { cause });
  }
}

/**
 * AES-256-GCM with a random nonce. `about` is authenticated and not kept: whoever opens has to know it.
 *
 * Layout: nonce (12 bytes), tag (16), ciphertext.
 */
export function closeBox(key: Buffer, about: string, content: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws BoxBroken */
export function openBox(key: Buffer, about: string, box: Buffer): Buffer {
  if (box.byteLength < BOX_OVERHEAD) throw new BoxBroken();
  const nonce = box.subarray(0, NONCE_BYTES);
  // Said explicitly: Node would also take a shortened tag, which is easier to forge.
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(about))
    .setAuthTag(box.subarray(NONCE_BYTES, BOX_OVERHEAD));
  try {
    return Buffer.concat([decipher.update(box.subarray(BOX_OVERHEAD)), decipher.final()]);
  } catch (cause) {
    throw new BoxBroken(cause);
  }
}

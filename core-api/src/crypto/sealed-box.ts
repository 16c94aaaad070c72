import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under a key derived from the master key. `context` (tenant and record) is authenticated, so that a sealed
 * payload copied onto another tenant's row does not open.
 *
 * Layout: version (1 byte), nonce (12), tag (16), ciphertext.
 */
export function seal(masterKey: Buffer, context: string, payload: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', derive(masterKey), nonce).setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(payload), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws when the box was altered, belongs to another context, or was sealed with another key */
export function unseal(masterKey: Buffer, context: string, box: Buffer): Buffer {
  if (box[0] !== VERSION) throw new Error('the sealed payload is of an unknown version');
  const nonce = box.subarray(1, 1 + NONCE_BYTES);
  const tag = box.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', derive(masterKey), nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(box.subarray(1 + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}

function derive(masterKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', 'pebble/sealed-box/v1', 32));
}

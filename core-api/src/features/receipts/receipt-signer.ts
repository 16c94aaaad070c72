import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { KeyRing } from '../../crypto/key-ring.ts';

/** PKCS #8 around the 32 bytes of an Ed25519 key (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Signs receipts so that others can check them with the public key alone. The key is derived from the master key, so all
 * processes of an installation have the same and it is stored nowhere.
 */
export class ReceiptSigner {
  private readonly key: KeyObject;
  private readonly publicKey: KeyObject;
  readonly keyId: string;

  constructor(keyRing: KeyRing) {
    const seed = keyRing.deriveKey('pebble/ingestion-receipts/ed25519/v1');
    this.key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
    this.publicKey = createPublicKey(this.key);
    const spki = this.publicKey.export({ format: 'der', type: 'spki' });
    this.keyId = createHash('sha256').update(spki).digest('hex').slice(0, 16);
  }

  /** SPKI, PEM. */
  get publicPem(): string {
    return this.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  }

  sign(text: string): Buffer {
    return sign(null, Buffer.from(text), this.key);
  }

  isGood(text: string, signature: Uint8Array): boolean {
    return verify(null, Buffer.from(text), this.publicKey, signature);
  }
}

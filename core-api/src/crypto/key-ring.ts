import { hkdfSync, randomBytes } from 'node:crypto';
import { closeBox, openBox } from './aes-box.ts';
import { openFirstLayout } from './first-layout.ts';
import { DATA_KEY_BYTES, decodeWrappedKey, encodeWrappedKey } from './wrapped-key.ts';

/** A key that wraps data keys. `kid` stands beside what it has wrapped, so that keys can be replaced one by one. */
export interface SealingKey {
  kid: string;
  secret: Buffer;
}

/** What is sealed in two parts, so that the key can be wrapped anew without touching the payload. */
export interface Sealed {
  /** Null only in what the first layout has sealed. */
  key: Buffer | null;
  box: Buffer;
}

/** The key that is derived from the master key: the only one until somebody rotates, and then the last in the ring. */
export const MASTER_KID = 'master';

/** A box cannot be opened here, because this process was not given the key of that name. */
export class SealingKeyMissing extends Error {
  override readonly name = 'SealingKeyMissing';
  readonly kid: string;

  constructor(kid: string) {
    super(
      `The sealing key "${kid}" is missing. Put "${kid}:<its secret>" back into PEBBLE_SEALING_KEYS, behind the current key ` +
        '(without that variable: into sealing_keys of secrets.json), and start again.',
    );
    this.kid = kid;
  }
}

/**
 * Envelope encryption. Each payload is sealed with a random data key of its own (AES-256-GCM), and the data key with a key of
 * the ring. Both are bound to a context (purpose, tenant, record), so that nothing opens on another's row.
 *
 * The ring is apart from the master key on purpose. The master key also makes the hashes of the audit chain and the
 * password of the database login; a new one would make all sealed blocks look forged. So rotation puts a new key into the
 * ring, in front, and the master key stays what it is; its own derived key closes the ring, for what was sealed before.
 */
export class KeyRing {
  private readonly keys = new Map<string, Buffer>();
  private readonly masterKey: Buffer;
  /** Name of the key that new boxes get. */
  readonly current: string;

  /** @param rotated the first seals, all others open; empty until the first rotation */
  constructor(masterKey: Buffer, rotated: readonly SealingKey[] = []) {
    this.masterKey = masterKey;
    for (const { kid, secret } of rotated) this.keys.set(kid, derive(secret));
    this.keys.set(MASTER_KID, derive(masterKey));
    this.current = rotated[0]?.kid ?? MASTER_KID;
  }

  /** A key of its own for another purpose, the same in all processes and for ever: the master key is never replaced. */
  deriveKey(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.masterKey, '', purpose, 32));
  }

  seal(context: string, payload: Uint8Array): Sealed & { key: Buffer } {
    const dataKey = randomBytes(DATA_KEY_BYTES);
    const box = closeBox(dataKey, payloadOf(context), payload);
    return { key: this.wrap(context, dataKey), box };
  }

  /** @throws SealingKeyMissing, BoxBroken */
  open(context: string, { key, box }: Sealed): Buffer {
    if (key === null) return openFirstLayout(this.masterKey, context, box);
    return openBox(this.unwrap(context, key), payloadOf(context), box);
  }

  /**
   * The data key wrapped by the current key; null when it is already. The payload stays as it is.
   *
   * @throws SealingKeyMissing, BoxBroken
   */
  rewrap(context: string, key: Buffer): Buffer | null {
    if (keyIdOf(key) === this.current) return null;
    return this.wrap(context, this.unwrap(context, key));
  }

  private wrap(context: string, dataKey: Buffer): Buffer {
    const keyId = this.current;
    const box = closeBox(this.keyNamed(keyId), keyOf(context, keyId), dataKey);
    return encodeWrappedKey({ keyId, box });
  }

  private unwrap(context: string, key: Buffer): Buffer {
    const { keyId, box } = decodeWrappedKey(key);
    return openBox(this.keyNamed(keyId), keyOf(context, keyId), box);
  }

  private keyNamed(kid: string): Buffer {
    const key = this.keys.get(kid);
    if (!key) throw new SealingKeyMissing(kid);
    return key;
  }
}

/** Name of the key that has wrapped a data key. @throws BoxBroken */
export function keyIdOf(key: Buffer): string {
  return decodeWrappedKey(key).keyId;
}

// A data key's box must not pass for a payload's, nor one key's work for another's.
const payloadOf = (context: string) => `pebble/payload/v2/${context}`;
const keyOf = (context: string, kid: string) => `pebble/data-key/v2/${kid}/${context}`;

/** The secret may have any length from 32 bytes on, and is used for nothing else under this name. */
function derive(secret: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'pebble/key-encryption-key/v2', 32));
}

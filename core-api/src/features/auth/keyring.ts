import { createSecretKey, type KeyObject } from 'node:crypto';

/** A signing key as it stands in the configuration. */
export interface SigningKey {
  /** Names the key in the header of each token; never used again for another secret. */
  kid: string;
  /** At least 32 bytes in UTF-8. */
  secret: string;
}

/** HS256 needs a key at least as long as its hash (RFC 7518, 3.2). */
const MIN_SECRET_BYTES = 32;

/**
 * The keys of this installation: the first one signs, all of them verify. To rotate, put the new key in front and take the
 * old one out once the last token that it signed has expired.
 */
export class Keyring {
  readonly signing: { kid: string; secret: KeyObject };
  private readonly secrets: ReadonlyMap<string, KeyObject>;

  /** @throws Error naming the key id when a key is too short or used twice, or when there is none */
  constructor(keys: readonly SigningKey[]) {
    const secrets = new Map<string, KeyObject>();
    for (const { kid, secret } of keys) {
      if (secrets.has(kid)) throw new Error(`Two signing keys are called "${kid}"`);
      if (Buffer.byteLength(secret) < MIN_SECRET_BYTES) {
        throw new Error(`The signing key "${kid}" is shorter than ${MIN_SECRET_BYTES} bytes`);
      }
      // A key object, because the JWT library would try to read a plain string as a PEM key first.
      secrets.set(kid, createSecretKey(secret, 'utf8'));
    }
    const [first] = secrets;
    if (!first) throw new Error('At least one signing key is needed');
    this.signing = { kid: first[0], secret: first[1] };
    this.secrets = secrets;
  }

  find(kid: string): KeyObject | undefined {
    return this.secrets.get(kid);
  }
}

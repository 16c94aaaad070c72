import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';

/** The part of Activepieces' store that we use. */
export interface Store {
  get<T>(key: string, scope?: StoreScope): Promise<T | null>;
  put<T>(key: string, value: T, scope?: StoreScope): Promise<unknown>;
  delete(key: string, scope?: StoreScope): Promise<void>;
}

/** `COLLECTION` is the whole project, `FLOW` one flow. */
export type StoreScope = 'COLLECTION' | 'FLOW';

/**
 * A lock made of the credential itself. Whoever draws a flow can read all of its project's store with a piece of Activepieces' own,
 * so a token or secret is written there only sealed: it can be read by who has the credential, and by nobody else.
 */
export interface Seal {
  /** For the key in the store. Says nothing of the credential. */
  id: string;
  close(value: unknown): string;
  /** Null for what was closed with another credential, or is broken. */
  open(sealed: unknown): unknown;
}

const seals = new Map<string, Promise<Seal>>();

/** Slow by intent, because a login's password may be guessable; so once for each credential and process. */
export function sealOf(name: string, credential: Readonly<Record<string, unknown>>): Promise<Seal> {
  const material = JSON.stringify([name, Object.entries(credential).sort(([a], [b]) => (a < b ? -1 : 1))]);
  const known = createHash('sha256').update(material).digest('base64');
  const seal = seals.get(known) ?? makeSeal(material);
  seals.set(known, seal);
  return seal;
}

async function makeSeal(material: string): Promise<Seal> {
  const derived = await new Promise<Buffer>((resolve, reject) => {
    scrypt(material, 'pebble-piece-seal-1', 64, { N: 2 ** 14 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
  const key = derived.subarray(0, 32);
  return {
    id: derived.subarray(32).toString('hex').slice(0, 40),
    close(value) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
    },
    open(sealed) {
      if (typeof sealed !== 'string') return null;
      const bytes = Buffer.from(sealed, 'base64');
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        cipher.setAuthTag(bytes.subarray(12, 28));
        return JSON.parse(
          Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8'),
        );
      } catch {
        return null;
      }
    },
  };
}

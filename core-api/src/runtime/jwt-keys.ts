import { MASTER_KID } from '../crypto/key-ring.ts';

/** A key that signs and checks tokens. `kid` travels in the token's header, so that keys can be replaced one by one. */
export interface JwtKey {
  kid: string;
  secret: Buffer;
}

/** HS256 wants a key at least as long as its hash (RFC 7518, 3.2). */
export const SECRET_BYTES = 32;

/**
 * Reads `kid:base64,kid2:base64`. The first one signs, the others still verify.
 *
 * @returns null when a part is malformed, too short or a kid comes twice
 */
export function parseJwtKeys(text: string): JwtKey[] | null {
  const keys = text.split(',').map((part) => parseKey(part.trim()));
  const whole = keys.filter((key) => key !== null);
  const kids = new Set(whole.map((key) => key.kid));
  return whole.length > 0 && kids.size === keys.length ? whole : null;
}

/** Keys that seal what is stored encrypted: written alike, but one name is taken by what is derived from the master key. */
export function parseSealingKeys(text: string): JwtKey[] | null {
  const keys = parseJwtKeys(text);
  return keys?.some(({ kid }) => kid === MASTER_KID) ? null : keys;
}

function parseKey(text: string): JwtKey | null {
  const [, kid, encoded] = /^([\w.-]{1,64}):(.+)$/.exec(text) ?? [];
  const secret = decodeBase64(encoded ?? '');
  return kid && secret && secret.length >= SECRET_BYTES ? { kid, secret } : null;
}

/** Strict, unlike Buffer.from, which skips what it does not know and so turns a typing error into a shorter secret. */
export function decodeBase64(text: string): Buffer | null {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}

import { createHmac, hkdfSync } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Of the bytes that are hashed. Another layout gets another number, so that old blocks stay checkable. */
const VERSION = 1;

/** The key of the audit chain. Without it, who can write to the database still cannot write a block that fits. */
export function deriveAuditKey(masterKey: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', 'pebble/audit-chain/v1', 32));
}

/**
 * HMAC-SHA256 over the canonical JSON (RFC 8785) of some facts. Facts are text or lists of text only: a number in JSON is a
 * double, and two stored values that print alike must not hash alike.
 *
 * @param kind keeps the hash of one kind of thing from ever being taken for another's
 */
export function digest(
  key: Uint8Array,
  kind: 'event' | 'block' | 'genesis',
  facts: Readonly<Record<string, string | null | readonly string[]>>,
): Buffer {
  const bytes = canonicalize({ kind, version: VERSION, facts });
  if (bytes === undefined) throw new Error('nothing to hash');
  return createHmac('sha256', key).update(bytes).digest();
}

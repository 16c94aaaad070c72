import type { KeyRing } from './key-ring.ts';
import { decodeWrappedKey, LAYOUT } from './wrapped-key.ts';

/**
 * Small secrets in one column: the wrapped key and behind it the box. Opens what the first layout has sealed as well.
 */
export function sealWhole(ring: KeyRing, context: string, payload: Uint8Array): Buffer {
  const { key, box } = ring.seal(context, payload);
  return Buffer.concat([key, box]);
}

/** @throws SealingKeyMissing, BoxBroken */
export function openWhole(ring: KeyRing, context: string, whole: Buffer): Buffer {
  if (whole[0] !== LAYOUT) return ring.open(context, { key: null, box: whole });
  const { end } = decodeWrappedKey(whole);
  return ring.open(context, { key: whole.subarray(0, end), box: whole.subarray(end) });
}

/** Under the current key; null when it is already. @throws SealingKeyMissing, BoxBroken */
export function rewrapWhole(ring: KeyRing, context: string, whole: Buffer): Buffer | null {
  if (whole[0] !== LAYOUT) return sealWhole(ring, context, openWhole(ring, context, whole));
  const { end } = decodeWrappedKey(whole);
  const key = ring.rewrap(context, whole.subarray(0, end));
  return key && Buffer.concat([key, whole.subarray(end)]);
}

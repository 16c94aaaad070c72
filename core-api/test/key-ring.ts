import { KeyRing } from '../src/crypto/key-ring.ts';

export const MASTER_KEY = Buffer.alloc(32, 7);

/** What tests seal with: as after the first start, before any rotation. */
export const KEY_RING = new KeyRing(MASTER_KEY);

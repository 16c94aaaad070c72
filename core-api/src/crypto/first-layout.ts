import { hkdfSync } from 'node:crypto';
import { BoxBroken, closeBox, openBox } from './aes-box.ts';

const VERSION = 1;

/**
 * What the first layout sealed: directly under a key derived from the master key. Nothing is sealed so any more; what was
 * still opens until the change of keys has sealed it anew.
 *
 * Layout: version (1 byte), then a box.
 */
export function openFirstLayout(masterKey: Buffer, context: string, sealed: Buffer): Buffer {
  if (sealed[0] !== VERSION) throw new BoxBroken();
  return openBox(derive(masterKey), context, sealed.subarray(1));
}

/** For tests of what older versions have left behind. */
export function sealInFirstLayout(masterKey: Buffer, context: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([VERSION]), closeBox(derive(masterKey), context, payload)]);
}

function derive(masterKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', 'pebble/sealed-box/v1', 32));
}

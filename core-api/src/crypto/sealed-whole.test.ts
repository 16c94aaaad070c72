import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { BoxBroken } from './aes-box.ts';
import { sealInFirstLayout } from './first-layout.ts';
import { KeyRing } from './key-ring.ts';
import { openWhole, rewrapWhole, sealWhole } from './sealed-whole.ts';

const master = randomBytes(32);
const before = new KeyRing(master);
const ring = new KeyRing(master, [{ kid: 's1', secret: randomBytes(32) }]);
const context = 'tenant-a/door-secret/row-1';
const secret = Buffer.from('whsec_abc');

it('keeps key and box in one column', () => {
  const whole = sealWhole(ring, context, secret);
  expect(openWhole(ring, context, whole)).toEqual(secret);
  expect(() => openWhole(ring, 'tenant-b/door-secret/row-1', whole)).toThrow(BoxBroken);
  for (const length of [0, 1, 30, whole.length - 1]) {
    expect(() => openWhole(ring, context, whole.subarray(0, length))).toThrow(/does not open|missing/);
  }
});

it('opens what the first layout has sealed', () => {
  expect(openWhole(ring, context, sealInFirstLayout(master, context, secret))).toEqual(secret);
});

it('comes under the current key once, from either layout', () => {
  for (const old of [sealWhole(before, context, secret), sealInFirstLayout(master, context, secret)]) {
    const renewed = rewrapWhole(ring, context, old);
    if (renewed === null) throw new Error('it was under an old key');
    expect(openWhole(ring, context, renewed)).toEqual(secret);
    expect(() => openWhole(before, context, renewed)).toThrow(/"s1" is missing/);
    expect(rewrapWhole(ring, context, renewed)).toBeNull();
  }
});

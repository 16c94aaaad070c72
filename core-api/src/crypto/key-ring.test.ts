import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BoxBroken } from './aes-box.ts';
import { sealInFirstLayout } from './first-layout.ts';
import { keyIdOf, KeyRing, MASTER_KID, SealingKeyMissing, type Sealed } from './key-ring.ts';

const master = randomBytes(32);
const one = { kid: 's1', secret: randomBytes(32) };
const two = { kid: 's2', secret: randomBytes(48) };
const payload = Buffer.from('From: ada@buyer.example');
const context = 'sync_errors/tenant-a/mail-1';

const before = new KeyRing(master);
const ring = new KeyRing(master, [two, one]);

function altered(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8((copy.readUInt8(at) + 1) % 256, at);
  return copy;
}

describe('what is sealed', () => {
  it('opens with the same ring and context, however large or small', () => {
    for (const content of [payload, Buffer.alloc(0), randomBytes(300_000)]) {
      expect(ring.open(context, ring.seal(context, content))).toEqual(content);
    }
  });

  it('shows nothing of the payload, and never looks the same twice', () => {
    const [first, second] = [ring.seal(context, payload), ring.seal(context, payload)];
    expect(first.box.includes('ada')).toBe(false);
    expect(first.box.equals(second.box)).toBe(false);
    expect(first.key.equals(second.key)).toBe(false);
  });

  it('does not open for another tenant, another record or another purpose', () => {
    const sealed = ring.seal(context, payload);
    for (const other of [
      'sync_errors/tenant-b/mail-1',
      'sync_errors/tenant-a/mail-2',
      'mail_repairs/tenant-a/mail-1',
      '',
    ]) {
      expect(() => ring.open(other, sealed)).toThrow(BoxBroken);
    }
  });

  it('does not open when a single byte was changed, wherever, or when it was cut', () => {
    const { key, box } = ring.seal(context, payload);
    for (let at = 0; at < box.length; at += 1) {
      expect(() => ring.open(context, { key, box: altered(box, at) }), `byte ${at} of the box`).toThrow(
        BoxBroken,
      );
    }
    for (let at = 0; at < key.length; at += 1) {
      // A changed name is a key that nobody has; everything else does not open.
      expect(() => ring.open(context, { key: altered(key, at), box }), `byte ${at} of the key`).toThrow(
        /does not open|missing/,
      );
    }
    for (const length of [0, 1, 11, 28, box.length - 1]) {
      expect(() => ring.open(context, { key, box: box.subarray(0, length) })).toThrow(BoxBroken);
    }
    for (const length of [0, 1, 3, key.length - 1]) {
      expect(() => ring.open(context, { key: key.subarray(0, length), box })).toThrow(
        /does not open|missing/,
      );
    }
  });

  it('does not open with the data key of another', () => {
    const [first, second] = [ring.seal(context, payload), ring.seal(context, Buffer.from('another'))];
    expect(() => ring.open(context, { key: first.key, box: second.box })).toThrow(BoxBroken);
  });
});

describe('the ring', () => {
  it('seals with its first key, and with the master key’s own until there is one', () => {
    expect(before.current).toBe(MASTER_KID);
    expect(keyIdOf(before.seal(context, payload).key)).toBe(MASTER_KID);
    expect(ring.current).toBe('s2');
    expect(keyIdOf(ring.seal(context, payload).key)).toBe('s2');
  });

  it('opens what any of its keys has sealed', () => {
    const rotated = new KeyRing(master, [one]);
    expect(ring.open(context, rotated.seal(context, payload))).toEqual(payload);
    expect(ring.open(context, before.seal(context, payload))).toEqual(payload);
  });

  it('names the key that is missing, and says what to do', () => {
    const sealed = ring.seal(context, payload);
    const without = new KeyRing(master, [one]);
    expect(() => without.open(context, sealed)).toThrow(SealingKeyMissing);
    expect(() => without.open(context, sealed)).toThrow(/"s2" is missing.*PEBBLE_SEALING_KEYS/);
    // Nobody who reads this in a log should learn a key from it.
    expect(new SealingKeyMissing('s2').message).not.toContain(two.secret.toString('base64'));
  });

  it('does not open with another key of the same name', () => {
    const sealed = ring.seal(context, payload);
    const forged = new KeyRing(master, [{ kid: 's2', secret: randomBytes(32) }]);
    expect(() => forged.open(context, sealed)).toThrow(BoxBroken);
    expect(() => new KeyRing(randomBytes(32)).open(context, before.seal(context, payload))).toThrow(
      BoxBroken,
    );
  });
});

describe('wrapping anew', () => {
  it('changes the wrapped key and not the payload', () => {
    const old = before.seal(context, payload);
    const key = ring.rewrap(context, old.key);
    if (key === null) throw new Error('it was under an old key');
    expect(keyIdOf(key)).toBe('s2');
    const renewed: Sealed = { key, box: old.box };
    expect(ring.open(context, renewed)).toEqual(payload);
    // The old key alone opens it no more: that is what rotation is for.
    expect(() => before.open(context, renewed)).toThrow(SealingKeyMissing);
  });

  it('leaves alone what is under the current key, and refuses what is not its own', () => {
    expect(ring.rewrap(context, ring.seal(context, payload).key)).toBeNull();
    const { key } = before.seal(context, payload);
    expect(() => ring.rewrap('sync_errors/tenant-b/mail-1', key)).toThrow(BoxBroken);
  });
});

it('what the first layout has sealed still opens, by the master key alone', () => {
  const old = sealInFirstLayout(master, context, payload);
  expect(ring.open(context, { key: null, box: old })).toEqual(payload);
  expect(before.open(context, { key: null, box: old })).toEqual(payload);
  expect(() => ring.open('sync_errors/tenant-b/mail-1', { key: null, box: old })).toThrow(BoxBroken);
  expect(() => new KeyRing(randomBytes(32)).open(context, { key: null, box: old })).toThrow(BoxBroken);
  expect(() => ring.open(context, { key: null, box: altered(old, 0) })).toThrow(BoxBroken);
});

import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { seal, unseal } from './sealed-box.ts';

const key = randomBytes(32);
const payload = Buffer.from('From: ada@buyer.example');

it('opens with the same key and context only', () => {
  const box = seal(key, 'tenant-a/mail-1', payload);
  expect(unseal(key, 'tenant-a/mail-1', box)).toEqual(payload);
  expect(() => unseal(key, 'tenant-b/mail-1', box)).toThrow();
  expect(() => unseal(randomBytes(32), 'tenant-a/mail-1', box)).toThrow();
});

it('shows nothing of the payload and never looks the same twice', () => {
  const [one, two] = [seal(key, 'c', payload), seal(key, 'c', payload)];
  expect(one.includes('ada')).toBe(false);
  expect(one.equals(two)).toBe(false);
});

it('does not open when a single byte was changed, wherever', () => {
  const box = seal(key, 'c', payload);
  for (let at = 0; at < box.length; at += 1) {
    const altered = Buffer.from(box);
    altered.writeUInt8((altered.readUInt8(at) + 1) % 256, at);
    expect(() => unseal(key, 'c', altered), `byte ${at}`).toThrow();
  }
});

import { hash, parseOptions, verify } from '@node-rs/argon2';
import { beforeEach, expect, test, vi } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

vi.mock('@node-rs/argon2', { spy: true });
beforeEach(() => vi.clearAllMocks());

test('a password is kept as argon2id with the cost that OWASP asks for', async () => {
  expect(await hashPassword('one')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('the same password gives a different hash each time', async () => {
  expect(await hashPassword('one')).not.toBe(await hashPassword('one'));
});

test('only the right password matches', async () => {
  const stored = await hashPassword('Gänse füttern 7');
  expect(await verifyPassword(stored, 'Gänse füttern 7')).toBe(true);
  expect(await verifyPassword(stored, 'gänse füttern 7')).toBe(false);
  expect(await verifyPassword(stored, '')).toBe(false);
});

test('a composed and a decomposed letter are the same letter', async () => {
  const stored = await hashPassword('caf\u00e9');
  expect(await verifyPassword(stored, 'cafe\u0301')).toBe(true);
});

test('nobody costs as much work as somebody, and never matches', async () => {
  expect(await verifyPassword(null, 'anything')).toBe(false);
  const [checked] = vi.mocked(verify).mock.calls[0] ?? [''];
  const real = parseOptions(await hashPassword('one'));
  expect(parseOptions(checked)).toEqual(real);
});

test('what happens to match the stand-in hash still opens nothing', async () => {
  vi.mocked(verify).mockResolvedValueOnce(true);
  expect(await verifyPassword(null, 'anything')).toBe(false);
});

test('a hash of another cost, from an older version, still verifies', async () => {
  const old = await hash('one', { memoryCost: 4096, timeCost: 1, parallelism: 1 });
  expect(await verifyPassword(old, 'one')).toBe(true);
});

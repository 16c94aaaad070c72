import { expect, test } from 'vitest';
import { Keyring } from './keyring.ts';

const SECRET = 'x'.repeat(32);

test('the first key signs, all of them verify', () => {
  const keys = new Keyring([
    { kid: 'new', secret: SECRET },
    { kid: 'old', secret: 'y'.repeat(32) },
  ]);
  expect(keys.signing.kid).toBe('new');
  expect(keys.find('old')?.export().toString()).toBe('y'.repeat(32));
  expect(keys.find('older')).toBeUndefined();
});

test('a name from the prototype of objects is no key', () => {
  expect(new Keyring([{ kid: 'k1', secret: SECRET }]).find('constructor')).toBeUndefined();
});

test.each([
  ['no key at all', [], /At least one/],
  ['a key that can be guessed', [{ kid: 'k1', secret: 'x'.repeat(31) }], /"k1" is shorter than 32 bytes/],
  [
    'two keys with one name',
    [
      { kid: 'k1', secret: SECRET },
      { kid: 'k1', secret: SECRET },
    ],
    /Two signing keys are called "k1"/,
  ],
])('%s is refused at start', (_case, keys, message) => {
  expect(() => new Keyring(keys)).toThrow(message);
});

test('the message of a refusal does not hold the secret', () => {
  expect(() => new Keyring([{ kid: 'k1', secret: 'too-short' }])).toThrow(/^(?!.*too-short)/);
});

import { expect, test } from 'vitest';
import { sameSecret } from './same-secret.ts';

test.each([
  ['a-secret', 'a-secret', true],
  ['ä€😀', 'ä€😀', true],
  ['a-secret', 'A-secret', false],
  ['a-secret', 'a-secre', false],
  ['a-secre', 'a-secret', false],
  ['a-secreta-secret', 'a-secret', false],
  ['', 'a-secret', false],
  ['a-secret', '', false],
  ['', '', false],
])('%j against %j is %j', (given, expected, same) => {
  expect(sameSecret(given, expected)).toBe(same);
});

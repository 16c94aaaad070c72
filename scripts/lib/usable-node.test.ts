import { expect, test } from 'vitest';
import { isNewEnough } from './usable-node.mjs';

test.each([
  ['v24.21.0', true],
  ['v22.18.0', true],
  ['v22.17.1', false],
  ['v20.20.2', false],
  ['none', false],
])('%s runs TypeScript as it is: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected);
});

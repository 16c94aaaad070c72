import { seeded } from '@pebble/kit/testing/seeded';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { contentHash } from './content-hash.ts';

test('keys are sorted by code unit and nothing is padded', () => {
  const value = { b: [1, { d: null, c: 'é' }], a: '"\n', '10': 1, '9': 2, B: true, é: 0 };
  expect(canonicalJson(value)).toBe('{"10":1,"9":2,"B":true,"a":"\\"\\n","b":[1,{"c":"é","d":null}],"é":0}');
});

test('numbers are written as JavaScript writes them, as the RFC wants', () => {
  expect(canonicalJson([1.0, 1e21, 0.000001, -0, 1 / 3])).toBe('[1,1e+21,0.000001,0,0.3333333333333333]');
});

test('it is JSON for the same value, whatever the order of the keys', () => {
  const random = seeded(3);
  const grow = (depth: number): unknown =>
    depth === 0
      ? Math.floor(random() * 100)
      : random() < 0.3
        ? [grow(depth - 1), grow(depth - 1)]
        : Object.fromEntries(['x', 'a', '2', '10', 'ü'].map((key) => [key, grow(depth - 1)]));
  const shuffled = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(shuffled)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, member]) => [key, shuffled(member)]),
          )
        : value;
  for (let round = 0; round < 50; round += 1) {
    const value = grow(4);
    expect(JSON.parse(canonicalJson(value))).toEqual(value);
    expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
  }
});

test('the hash is that of the canonical text, and any change changes it', () => {
  // printf '{"a":1,"b":[2]}' | sha256sum
  expect(contentHash({ b: [2], a: 1 })).toBe(
    '0855bfc20eb6cfaa4be7d6b510c63dd22997718bddadcb1a4915cec3a16145b9',
  );
  expect(contentHash({ b: [2], a: 2 })).not.toBe(contentHash({ b: [2], a: 1 }));
  expect(contentHash({ b: [2, 1] })).not.toBe(contentHash({ b: [1, 2] }));
});

import { expect, it } from 'vitest';
import { deriveAuditKey, digest } from './digest.ts';

const key = deriveAuditKey(Buffer.alloc(32, 1));
const facts = { b: '2', a: ['x', 'y'], c: null };

it('does not depend on the order in which facts are named', () => {
  expect(digest(key, 'event', { c: null, a: ['x', 'y'], b: '2' })).toEqual(digest(key, 'event', facts));
});

it.each([
  ['a value', digest(key, 'event', { ...facts, b: '3' })],
  ['the order of a list', digest(key, 'event', { ...facts, a: ['y', 'x'] })],
  ['what is absent', digest(key, 'event', { ...facts, c: '' })],
  ['the kind', digest(key, 'block', facts)],
  ['the master key', digest(deriveAuditKey(Buffer.alloc(32, 2)), 'event', facts)],
])('depends on %s', (_, other) => {
  expect(other).not.toEqual(digest(key, 'event', facts));
});

it('derives a key that is not the master key', () => {
  expect(key).toHaveLength(32);
  expect(key).not.toEqual(Buffer.alloc(32, 1));
});

import { expect, it } from 'vitest';
import { splitTarget } from './request-target.ts';

it('cuts at the first question mark and leaves the others to the query', () => {
  expect(splitTarget('/cards/?text=really?&limit=2')).toEqual({
    path: '/cards/',
    query: { text: 'really?', limit: '2' },
  });
});

it.each([
  ['/cards/', { path: '/cards/', query: {} }],
  ['/cards/?', { path: '/cards/', query: {} }],
  ['//?x', { path: '//', query: { x: '' } }],
  ['/cards/?limit=1&limit=2', { path: '/cards/', query: { limit: '2' } }],
  ['/cards/?text=a%20b+c&%', { path: '/cards/', query: { text: 'a b c', '%': '' } }],
])('reads %s', (target, expected) => {
  expect(splitTarget(target)).toEqual(expected);
});

it('takes a parameter called __proto__ for a parameter', () => {
  const { query } = splitTarget('/?__proto__=x');
  expect(Object.hasOwn(query, '__proto__')).toBe(true);
  expect(Object.getPrototypeOf(query)).toBe(Object.prototype);
});

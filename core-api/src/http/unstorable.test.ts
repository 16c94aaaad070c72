import { describe, expect, it } from 'vitest';
import { unstorable } from './unstorable.ts';

const nested = (depth: number): unknown => (depth === 0 ? 'end' : [nested(depth - 1)]);

describe('a value', () => {
  it('of honest parts is storable', () => {
    const value = { text: 'पंप 💡 \u{1F600}\t\n', list: [1, null, true, { deep: [] }], nothing: undefined };
    expect(unstorable(value, 'body')).toEqual([]);
  });

  it.each(['a\0b', 'half \uD83D', '\uDE00 half'])('with the text %j is named by its path', (text) => {
    expect(unstorable({ list: [{ text }] }, 'body').map((error) => error.path)).toEqual(['body.list.0.text']);
  });

  it('with such a key is named by what holds the key', () => {
    expect(unstorable({ data: { 'a\0': 1 } }, 'body').map((error) => error.path)).toEqual(['body.data']);
  });

  it('names every field', () => {
    expect(unstorable({ a: '\0', b: 'fine', c: '\0' }, 'query').map((error) => error.path)).toEqual([
      'query.a',
      'query.c',
    ]);
  });

  it('may be nested, but not without end', () => {
    expect(unstorable(nested(30), 'body')).toEqual([]);
    expect(unstorable(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)), 'body')).toHaveLength(1);
  });
});

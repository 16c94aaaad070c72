import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PageQuery, pageOf } from './page.ts';
import { addToBlacklist } from './senders.ts';
import { Cursor, Id, Intent, Probability, Stream, STREAM_OF_INTENT, Timestamp } from './values.ts';

describe('a page', () => {
  it('has fifty items unless the caller says otherwise, in words or numbers', () => {
    expect(PageQuery.parse({})).toEqual({ limit: 50 });
    expect(PageQuery.parse({ limit: '200' })).toEqual({ limit: 200 });
  });

  it.each(['0', '-1', '201', '1.5', 'many', '', 'NaN', 'Infinity'])('refuses the limit %j', (limit) => {
    expect(PageQuery.safeParse({ limit }).success).toBe(false);
  });

  it('says null, and not nothing, on its last', () => {
    const page = pageOf(z.string());
    expect(page.parse({ items: ['a'], next_cursor: null })).toEqual({ items: ['a'], next_cursor: null });
    expect(page.safeParse({ items: [] }).success).toBe(false);
  });
});

describe('values', () => {
  it('file every intent under a stream, and every stream has one', () => {
    expect(Object.keys(STREAM_OF_INTENT).sort()).toEqual([...Intent.options].sort());
    expect(new Set(Object.values(STREAM_OF_INTENT))).toEqual(new Set(Stream.options));
  });

  it('hold to their range', () => {
    for (const bad of [-0.01, 1.01, Number.NaN, '0.5'])
      expect(Probability.safeParse(bad).success).toBe(false);
    expect(Probability.parse(1)).toBe(1);
    expect(Cursor.safeParse('').success).toBe(false);
    expect(Cursor.safeParse('x'.repeat(201)).success).toBe(false);
    expect(Id.safeParse('7').success).toBe(false);
    expect(Timestamp.safeParse('2026-11-02 09:00').success).toBe(false);
    expect(Timestamp.parse('2026-11-02T09:00:00+05:30')).toBe('2026-11-02T09:00:00+05:30');
  });
});

describe('a blacklist pattern', () => {
  const parse = (pattern: string) => addToBlacklist.body.safeParse({ pattern });

  it('is an address or a domain, in lower case', () => {
    expect(parse(' Spam@EXAMPLE.com ').data).toEqual({ pattern: 'spam@example.com', note: '' });
    expect(parse('mail.spam.example').success).toBe(true);
  });

  it.each([
    '',
    'spam',
    '*.spam.example',
    '@spam.example',
    'a b@spam.example',
    'spam.example.',
    `a@${'b.'.repeat(200)}c`,
  ])('is not %j', (pattern) => expect(parse(pattern).success).toBe(false));
});

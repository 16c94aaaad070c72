import { describe, expect, it } from 'vitest';
import { domainOf, isAddress, readAddress, readSenderPattern } from './sender-pattern.ts';

describe('an address or domain', () => {
  it.each([
    ['spam@example.com', 'spam@example.com'],
    [' Spam@Example.COM ', 'spam@example.com'],
    ['Ada Buyer <ada@buyer.example>', 'ada@buyer.example'],
    ['mailto:ada@buyer.example', 'ada@buyer.example'],
    ['ada@buyer.example,', 'ada@buyer.example'],
    ['spam.example', 'spam.example'],
    ['@spam.example', 'spam.example'],
    ['*@spam.example', 'spam.example'],
    ['*.spam.example', 'spam.example'],
    ['spam.example.', 'spam.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['info@Bücher.example', 'info@xn--bcher-kva.example'],
    ['उदाहरण.भारत', 'xn--p1b6ci4b4b3a.xn--h2brj9c'],
  ])('is understood however people write it: %s', (typed, pattern) => {
    expect(readSenderPattern(typed)).toBe(pattern);
  });

  it.each(['', 'spam', '@', 'a b@c.example', 'ada@', 'ada@buyer', '@@spam.example', 'bücher/x.example', 'ü'])(
    'is not: %j',
    (typed) => {
      expect(readSenderPattern(typed)).toBeNull();
    },
  );

  it('is told apart by its @', () => {
    expect([isAddress('a@b.example'), isAddress('b.example')]).toEqual([true, false]);
    expect(domainOf('"odd@name"@b.example')).toBe('b.example');
  });
});

describe('a whole address', () => {
  it('is found in what was pasted', () => {
    expect(readAddress('Ada Buyer <Ada@Buyer.example>')).toBe('ada@buyer.example');
    expect(readAddress('info@bücher.example')).toBe('info@bücher.example');
  });

  it.each(['', 'buyer.example', '@buyer.example', 'a b@c.example', `${'a'.repeat(320)}@b.example`])(
    'is not: %j',
    (typed) => {
      expect(readAddress(typed)).toBeNull();
    },
  );
});

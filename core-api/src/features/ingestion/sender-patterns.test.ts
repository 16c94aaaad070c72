import { expect, it } from 'vitest';
import { asciiDomain, senderPatterns } from './sender-patterns.ts';

it('matches the address, its domain and every parent domain', () => {
  expect(senderPatterns('a@mail.spam.example')).toEqual([
    'a@mail.spam.example',
    'mail.spam.example',
    'spam.example',
    'example',
  ]);
});

it('does not match a domain that merely ends the same', () => {
  expect(senderPatterns('a@notspam.example')).not.toContain('spam.example');
});

it('takes a domain written to its root for the same domain', () => {
  expect(senderPatterns('a@spam.example.')).toContain('spam.example');
});

it('reads a domain in other letters in the form that DNS has, and leaves the person as it is', () => {
  expect(senderPatterns('jörg@bücher.example')).toEqual([
    'jörg@xn--bcher-kva.example',
    'xn--bcher-kva.example',
    'example',
  ]);
  expect(asciiDomain('10.5')).toBe('10.5');
  expect(asciiDomain('\u00ad')).toBe('\u00ad');
});

it('gives few patterns for a made-up domain of a megabyte, and the real parents among them', () => {
  const patterns = senderPatterns(`a@${'x.'.repeat(500_000)}spam.example`);
  expect(patterns.length).toBeLessThan(256);
  expect(patterns).toContain('spam.example');
  expect(patterns.slice(1).every((pattern) => pattern.length <= 253)).toBe(true);
});

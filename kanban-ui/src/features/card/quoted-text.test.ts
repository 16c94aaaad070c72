import { describe, expect, it } from 'vitest';
import { splitQuoted } from './quoted-text.ts';

describe('splitQuoted', () => {
  it.each([
    ['an attribution', 'Yes, please.\n\nOn Mon, 9 Mar 2026, Ada wrote:\n> Shall we?\n'],
    ['an attribution over two lines', 'Yes.\n\nOn Mon, 9 Mar 2026 at 10:00, Ada\nBuyer wrote:\n> Shall we?'],
    ['a German attribution', 'Ja.\n\nAm 09.03.2026 um 10:00 schrieb Ada:\n> Wollen wir?'],
    ['quoted lines alone', 'Yes.\n\n> Shall we?\n> Best, Ada'],
    ['an Outlook divider', 'Yes.\n\n-----Original Message-----\nFrom: Ada\nShall we?'],
    ['an Outlook header', 'Yes.\n\nFrom: Ada <ada@buyer.example>\nSent: Monday\nTo: us\n\nShall we?'],
  ])('parts the answer from %s', (_, text) => {
    const { own, quoted } = splitQuoted(text);
    expect(own).toMatch(/^(Yes|Ja)[^>]*$/);
    expect(quoted).toMatch(/Shall we|Wollen wir/);
    expect(own).not.toMatch(/Shall we|Wollen wir/);
  });

  it('never hides an answer that is written between quoted lines', () => {
    const text = 'See below.\n\nOn Monday, Ada wrote:\n> How many?\nForty.\n> By when?\nMay.';
    expect(splitQuoted(text)).toEqual({ own: text, quoted: '' });
  });

  it('keeps a mail that is nothing but a quotation', () => {
    const text = '---------- Forwarded message ---------\nFrom: Ada\nPlease quote.';
    expect(splitQuoted(text)).toEqual({ own: text, quoted: '' });
  });

  it('does not take a sentence for an attribution', () => {
    const text = 'From: our side all is well.\nOn Monday we wrote: nothing.';
    expect(splitQuoted(text).quoted).toBe('');
  });
});

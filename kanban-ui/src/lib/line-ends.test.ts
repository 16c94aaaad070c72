import { describe, expect, it } from 'vitest';
import { restoreLineEnds, shownText } from './line-ends.ts';

describe('line ends', () => {
  it('are newlines in a field', () => {
    expect(shownText('a\r\nb\rc\nd')).toBe('a\nb\nc\nd');
  });

  it.each(['a\r\nb\r\n\r\nbody\r\n', 'a\nb\n', 'one line', '', 'a\r\nb\nc\rd', '\r\n\r\n'])(
    'come back unchanged when nothing was edited: %j',
    (text) => {
      expect(restoreLineEnds(shownText(text), text)).toBe(text);
    },
  );

  it('of lines that nobody touched stay, and new lines end as most do', () => {
    const original = 'From: a\r\nodd\nSubject: b\r\n\r\nbody\r\n';
    expect(restoreLineEnds('From: a\nodd\nSubject: c\nnew\n\nbody\n', original)).toBe(
      'From: a\r\nodd\nSubject: c\r\nnew\r\n\r\nbody\r\n',
    );
  });

  it('are not invented at the end of the text', () => {
    expect(restoreLineEnds('a\nb\nc', 'a\r\nb')).toBe('a\r\nb\r\nc');
    expect(restoreLineEnds('a', 'a\r\nb\r\n')).toBe('a');
  });
});

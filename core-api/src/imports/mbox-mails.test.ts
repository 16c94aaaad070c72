import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitMbox } from './mbox-mails.ts';

const split = (text: string) =>
  [...splitMbox(Buffer.from(text))].map(({ line, content }) => ({ line, text: content.toString('utf8') }));
const ENVELOPE = 'From ada@buyer.example Mon Nov  2 09:00:00 2026';

describe.each([
  ['LF', '\n'],
  ['CR LF', '\r\n'],
])('an archive with %s', (_, eol) => {
  const text = (...lines: string[]) => lines.map((line) => line + eol).join('');

  it('is cut at its envelopes, and each mail knows its line', () => {
    const archive = text(ENVELOPE, 'Subject: one', '', 'Text.', '', ENVELOPE, 'Subject: two', '', 'More.');
    expect(split(archive)).toEqual([
      { line: 1, text: text('Subject: one', '', 'Text.') },
      { line: 6, text: text('Subject: two', '', 'More.') },
    ]);
  });

  it('gives back what a writer has quoted, one mark of it', () => {
    const archive = text(ENVELOPE, 'Subject: one', '', '>From here on', '>>From there', '> From a reply', '');
    expect(split(archive)[0]?.text).toBe(
      text('Subject: one', '', 'From here on', '>From there', '> From a reply', ''),
    );
  });
});

describe('a line that begins with From', () => {
  it('is no envelope without a time of day: it is a sentence', () => {
    const archive = `${ENVELOPE}\nSubject: one\n\nHello,\n\nFrom tomorrow on we are closed.\n`;
    expect(split(archive)).toHaveLength(1);
  });

  it('is no envelope in the middle of a paragraph', () => {
    expect(split(`${ENVELOPE}\nSubject: one\n\nHello\n${ENVELOPE}\nbye\n`)).toHaveLength(1);
  });

  it.each([
    'From - Mon Nov 02 09:00:00 2026',
    'From MAILER-DAEMON Fri Jul  8 12:08:34 2011',
    'From 1234567890@xxx Mon Nov 02 09:00:00 +0000 2026',
  ])('is one as other programs write it: %s', (envelope) => {
    expect(split(`${envelope}\nSubject: one\n\nText\n\n${envelope}\nSubject: two\n\nText\n`)).toHaveLength(2);
  });

  it('is one at the beginning, whatever it says', () => {
    expect(split('From ada\nSubject: one\n\nText\n')).toEqual([{ line: 1, text: 'Subject: one\n\nText\n' }]);
  });
});

it('an archive of nothing holds nothing, and what stands before the first envelope is dropped', () => {
  expect(split('')).toEqual([]);
  expect(split('no mail here')).toEqual([]);
  expect(split(`rubbish\n\n${ENVELOPE}\nSubject: one\n`)).toEqual([{ line: 3, text: 'Subject: one\n' }]);
});

it('whatever bytes it is given, it ends, and loses nothing between the first envelope and the last byte', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('\n', '\r\n', '\n\n', ENVELOPE, `\n\n${ENVELOPE}\n`, '>From ', 'From '),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const body = pieces.join('');
      const mails = split(`${ENVELOPE}\n${body}`);
      const kept = mails.map(({ text }) => text).join('');
      const marks = (body.match(/^>+From /gm) ?? []).length;
      expect(kept.length).toBeLessThanOrEqual(body.length);
      // Missing are envelopes, the blank line before each, and one mark of each quoted line.
      const most =
        (mails.length - 1) * (2 + 2 + Math.max(...body.split('\n').map((line) => line.length + 1))) + marks;
      expect(kept.length).toBeGreaterThanOrEqual(body.length - most);
    }),
  );
});

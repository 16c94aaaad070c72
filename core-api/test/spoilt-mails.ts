import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { damage, spoil } from './fuzz.ts';

const SAMPLES = new URL('../../samples/', import.meta.url);
const MAILS = readdirSync(SAMPLES)
  .filter((name) => name.endsWith('.eml'))
  .sort()
  .map((name) => readFileSync(new URL(name, SAMPLES)));

/** What has kept parsers of mail busy, or has led them astray. */
const WORDS = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    '\0',
    '\t',
    ' ',
    '"',
    '\\',
    '(',
    ')',
    '<',
    '>',
    ',',
    ';',
    ':',
    '@',
    '=',
  ],
  ...['\ufeff', '\ud7ff', '=?utf-8?B?', '=?utf-8?Q?=', '?=', '=00', '=\r\n', '--', '\r\n--b', '--b--\r\n'],
  ...['\r\nFrom: ', '\r\nSubject: ', '\r\nMessage-ID: <', '\r\nReferences: <a@b> ', '\r\nThread-Index: AAAA'],
  ...['\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n', 'Content-Type: message/rfc822\r\n\r\n'],
  ...['\r\nContent-Type: text/html\r\n', '; charset=utf-7', '; charset=x-none', "; name*0*=utf-8''%00"],
  ...['\r\nContent-Transfer-Encoding: base64\r\n', '\r\nDate: Mon, 99 Foo 99999 99:99:99 +9999\r\n'],
  ...['<div>', '</', '<!--', '<style>', '&#0;', '&nbsp', '<a href="', 'undisclosed:;', 'a,'.repeat(50)],
];

/** A mail of the samples, with one to six things that have happened to it. */
export const spoiltMail: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom(...MAILS), fc.array(damage(WORDS), { minLength: 1, maxLength: 6 }))
  .map(([mail, damages]) => damages.reduce(spoil, mail));

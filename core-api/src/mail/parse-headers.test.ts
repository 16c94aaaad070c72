import { expect, test } from 'vitest';
import { MAX_HEADER_BYTES, parseHeaders } from './parse-headers.ts';
import { InvalidMail } from './parsed-mail.ts';

const raw = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1');

test('reads the envelope and every header', async () => {
  const mail = await parseHeaders(
    raw(
      'Received: from b',
      'Received: from a',
      'From: =?utf-8?q?M=C3=BCller=2C_Jan?= <Jan@Buyer.Example>',
      'To: Sales <sales@meridian.example>, "Doe, J" <j@meridian.example>',
      'Cc: Team: x@meridian.example, y@meridian.example;',
      'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
      ' =?utf-8?q?_aus_Ulm?=',
      'Message-ID:',
      ' <1@buyer.example>',
      'In-Reply-To: <0@meridian.example>',
      'References: <r@meridian.example>',
      ' <0@meridian.example>',
      'Date: Mon, 05 Jan 2026 10:00:00 +0530',
      '',
      'From: not a header <eve@evil.example>',
    ),
  );
  expect(mail).toMatchObject({
    messageId: '<1@buyer.example>',
    inReplyTo: ['<0@meridian.example>'],
    references: ['<r@meridian.example>', '<0@meridian.example>'],
    fromName: 'Müller, Jan',
    fromAddress: 'jan@buyer.example',
    to: ['Sales <sales@meridian.example>', 'Doe, J <j@meridian.example>'],
    cc: ['x@meridian.example', 'y@meridian.example'],
    subject: 'Grüße aus Ulm',
    sentAt: new Date('2026-01-05T04:30:00Z'),
  });
  expect(mail.headers.get('received')).toEqual(['from b', 'from a']);
  expect(mail.headers.get('from')).toHaveLength(1);
});

test.each([
  ['no From at all', 'Subject: x'],
  ['a name without address', 'From: Ada Lovelace'],
  ['the empty address', 'From: <>'],
])('refuses a mail with %s', async (_, header) => {
  const refusal = await parseHeaders(raw(header, '', 'body')).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(InvalidMail);
  expect((refusal as InvalidMail).field).toBe('from');
});

test('refuses a header block beyond 256 kB, whatever follows it', async () => {
  const padded = (bytes: number, ...rest: string[]) =>
    raw('From: a@x.example', `X-Pad: ${'x'.repeat(bytes)}`, '', ...rest);
  const tooLarge = { name: 'InvalidMail', field: 'headers' };
  await expect(parseHeaders(padded(MAX_HEADER_BYTES))).rejects.toMatchObject(tooLarge);
  await expect(
    parseHeaders(raw('From: a@x.example', ...Array.from({ length: 90_000 }, () => 'X: 1'))),
  ).rejects.toMatchObject(tooLarge);
  const body = 'x'.repeat(2 * MAX_HEADER_BYTES);
  expect((await parseHeaders(padded(MAX_HEADER_BYTES - 100, body))).fromAddress).toBe('a@x.example');
});

test('reads 8-bit headers as UTF-8, else in the charset of the mail, else as windows-1252', async () => {
  const utf8 = Buffer.from('From: a@x.example\r\nSubject: Grüße नमस्ते\r\n\r\n');
  const western = raw('From: a@x.example', 'Subject: Stra\xdfe \x80 5', '', '');
  const arabic = raw(
    'From: a@x.example',
    'Content-Type: text/plain;',
    '\tcharset="windows-1256"',
    'Subject: \xd8\xe1\xc8',
    '',
    '',
  );
  expect((await parseHeaders(utf8)).subject).toBe('Grüße नमस्ते');
  expect((await parseHeaders(western)).subject).toBe('Straße € 5');
  expect((await parseHeaders(arabic)).subject).toBe('طلب');
});

test('finds the header behind blank lines and with bare LF', async () => {
  const mail = Buffer.from('\r\n\nFrom: a@x.example\nSubject: one\n two\n\nbody');
  expect((await parseHeaders(mail)).subject).toBe('one two');
});

test.each(['', 'yesterday', 'Mon, 05 Jan 99999 10:00:00 +0000', 'Thu, 01 Jan 1903 00:00:00 GMT'])(
  'takes the date %j for none',
  async (date) => {
    expect((await parseHeaders(raw('From: a@x.example', `Date: ${date}`, '', ''))).sentAt).toBeNull();
  },
);

test('removes what Postgres cannot hold', async () => {
  const mail = await parseHeaders(raw('From: A\0da <a\0@x.example>', 'Subject: a\0b\x07c', '', ''));
  expect([mail.fromName, mail.fromAddress, mail.subject]).toEqual(['Ada', 'a@x.example', 'ab c']);
});

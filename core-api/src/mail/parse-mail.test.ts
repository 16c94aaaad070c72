import { expect, test } from 'vitest';
import { MAX_ATTACHMENTS, parseMail } from './parse-mail.ts';

const HEAD = ['From: Ada <ada@buyer.example>', 'Subject: Valves', 'MIME-Version: 1.0'];
const raw = (...lines: string[]) => Buffer.from([...HEAD, ...lines].join('\r\n'), 'latin1');

test('decodes charset and transfer encoding of the text', async () => {
  const mail = await parseMail(
    raw(
      'Content-Type: text/plain; charset=iso-8859-15',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'F=FCr 5 =A4',
    ),
  );
  expect(mail).toMatchObject({ text: 'Für 5 €', html: null, attachments: [], attachmentUrls: [] });
});

test('fills the text from HTML when that is all there is', async () => {
  const mail = await parseMail(
    raw('Content-Type: text/html', '', '<p>Please&nbsp;quote</p><script>x()</script>'),
  );
  expect(mail.text).toMatch(/^Please\squote$/);
  expect(mail.html).toContain('<script>');
});

test('takes nested parts apart', async () => {
  const mail = await parseMail(
    raw(
      'Content-Type: multipart/mixed; boundary=m',
      '',
      '--m',
      'Content-Type: multipart/related; boundary=r',
      '',
      '--r',
      'Content-Type: text/html',
      '',
      '<img src="cid:logo@x">Hello',
      '--r',
      'Content-Type: image/png',
      'Content-ID: <logo@x>',
      'Content-Transfer-Encoding: base64',
      '',
      'iVBORw==',
      '--r--',
      '--m',
      'Content-Type: application/pdf',
      'Content-Disposition: attachment;',
      " filename*0*=utf-8''Bestellung%20%C3%84;",
      ' filename*1=".pdf"',
      '',
      '%PDF-1.4',
      '--m',
      'Content-Type: application/ms-tnef; name="winmail.dat"',
      '',
      'x',
      '--m',
      'Content-Type: text/calendar; method=REQUEST',
      '',
      'BEGIN:VCALENDAR',
      '--m--',
    ),
  );
  expect(mail.text).toContain('Hello');
  expect(
    mail.attachments.map(({ filename, contentType, inline, contentId }) => [
      filename,
      contentType,
      inline,
      contentId,
    ]),
  ).toEqual([
    ['attachment', 'image/png', true, 'logo@x'],
    ['Bestellung Ä.pdf', 'application/pdf', false, null],
    ['winmail.dat', 'application/ms-tnef', false, null],
    ['invite.ics', 'text/calendar', false, null],
  ]);
  const png = mail.attachments[0];
  expect(png?.size).toBe(4);
  expect([...(png?.content ?? [])]).toEqual([0x89, 0x50, 0x4e, 0x47]);
});

test('shows the text of a forwarded mail', async () => {
  const mail = await parseMail(
    raw(
      'Content-Type: multipart/mixed; boundary=m',
      '',
      '--m',
      '',
      'see below',
      '--m',
      'Content-Type: message/rfc822',
      '',
      'From: eve@seller.example',
      'Subject: Offer',
      '',
      'inner words',
      '--m--',
    ),
  );
  expect(mail.fromAddress).toBe('ada@buyer.example');
  expect(mail.text).toMatch(/see below[\s\S]*eve@seller\.example[\s\S]*inner words/);
});

test.each([
  ['declared otherwise', 'multipart/mixed; boundary="wrong"'],
  ['not declared', 'multipart/mixed'],
])('finds the delimiter when it is %s', async (_, type) => {
  const mail = await parseMail(
    raw(
      `Content-Type: ${type}`,
      '',
      '--real=_1',
      'Content-Type: text/plain',
      '',
      'kept words',
      '--real=_1',
      'Content-Type: application/pdf; name=po.pdf',
      '',
      '%PDF',
      '--real=_1--',
    ),
  );
  expect(mail).toMatchObject({ text: 'kept words', subject: 'Valves' });
  expect(mail.attachments.map((part) => part.filename)).toEqual(['po.pdf']);
});

test('keeps the body as text when no part can be found', async () => {
  const mail = await parseMail(raw('Content-Type: multipart/mixed; boundary="b"', '', 'all the words'));
  expect(mail.text).toBe('all the words');
});

test('keeps the body as text when the parser gives up', async () => {
  const nested = Array.from({ length: 300 }, (_, n) => [
    `--b${n}`,
    `Content-Type: multipart/mixed; boundary=b${n + 1}`,
    '',
  ]);
  const mail = await parseMail(
    raw('Content-Type: multipart/mixed; boundary=b0', '', ...nested.flat(), 'deep words'),
  );
  expect(mail.subject).toBe('Valves');
  expect(mail.text).toContain('deep words');
});

test('a missing end delimiter loses nothing', async () => {
  const mail = await parseMail(raw('Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'to the end'));
  expect(mail.text).toBe('to the end');
});

test.each([
  ['no body', []],
  ['an empty body', ['', '']],
  [
    'an empty multipart',
    ['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', '', '--b--'],
  ],
])('takes %s for empty text', async (_, lines) => {
  expect((await parseMail(raw(...lines))).text).toBe('');
});

test('an attachment name holds no folder', async () => {
  const mail = await parseMail(
    raw(
      'Content-Type: application/pdf; name="..\\\\..\\\\etc/passwd.pdf"',
      'Content-Disposition: attachment',
      '',
      'x',
    ),
  );
  expect(mail.attachments[0]?.filename).toBe('passwd.pdf');
});

test('removes NUL and half surrogate pairs from the text', async () => {
  const mail = await parseMail(raw('Content-Type: text/plain', '', 'a\0b'));
  expect(mail.text).toBe('ab');
  const html = await parseMail(raw('Content-Type: text/html', '', '<p>x&#xD800;y</p>'));
  expect(html.text.isWellFormed()).toBe(true);
});

test('a mail without sender is refused, not guessed', async () => {
  await expect(parseMail(Buffer.from('Subject: x\r\n\r\nbody'))).rejects.toMatchObject({ field: 'from' });
});

test('a bomb of attachments is refused', async () => {
  const part = ['--b', 'Content-Type: application/pdf', '', 'x'];
  const bomb = Array.from({ length: MAX_ATTACHMENTS + 1 }, () => part).flat();
  const mail = (lines: string[]) => parseMail(raw('Content-Type: multipart/mixed; boundary=b', '', ...lines));
  await expect(mail(bomb)).rejects.toMatchObject({ name: 'InvalidMail', field: 'attachments' });
  expect((await mail(bomb.slice(part.length))).attachments).toHaveLength(MAX_ATTACHMENTS);
});

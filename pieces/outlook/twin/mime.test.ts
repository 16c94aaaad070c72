import { expect, test } from 'vitest';
import { composeMail, parseMail, plainMail } from './mime.ts';
import type { StoredMessage } from './stored.ts';

const at = Date.UTC(2026, 2, 2, 9, 15);
const mail: StoredMessage = {
  ...{ key: 1, moves: 0, changes: 0, folder: 'drafts', raw: null },
  ...{ createdAt: at, modifiedAt: at, receivedAt: at, sentAt: at },
  subject: 'Angebot für 40 Kugelhähne – eilig',
  body: {
    contentType: 'html',
    content: '<p>Grüße aus Köln, und ein sehr langer Satz, der in Base64 mehr als eine Zeile braucht.</p>',
  },
  from: { name: 'Brightwater, Sales', address: 'sales@brightwater.example' },
  to: [
    { name: 'Ada Byron', address: 'ada@buyer.example' },
    { name: 'bo@buyer.example', address: 'bo@buyer.example' },
  ],
  cc: [{ name: 'Cy', address: 'cy@buyer.example' }],
  bcc: [{ name: 'Secret', address: 'secret@brightwater.example' }],
  replyTo: [],
  internetMessageId: '<a1@brightwater.example>',
  headers: [{ name: 'x-pebble', value: '7' }],
  ...{ conversation: 'c', inReplyTo: '<q@buyer.example>', isRead: true, isDraft: true },
  ...{ importance: 'normal', flag: 'notFlagged', categories: [], attachments: [] },
};

test('what is composed reads as what was written, and the blind copy stays blind', async () => {
  const raw = composeMail(mail);
  expect(Buffer.from(raw).toString()).not.toContain('secret@');
  expect(await parseMail(raw)).toMatchObject({
    ...{ subject: mail.subject, from: mail.from, to: mail.to, cc: mail.cc, date: at },
    ...{
      internetMessageId: mail.internetMessageId,
      inReplyTo: '<q@buyer.example>',
      references: ['<q@buyer.example>'],
    },
    body: { contentType: 'html', content: expect.stringContaining('Grüße aus Köln') as string },
    headers: expect.arrayContaining([{ name: 'x-pebble', value: '7' }]) as unknown[],
    attachments: [],
  });
});

test('attachments come back byte by byte', async () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, n) => n % 256);
  const file = {
    id: 'a',
    name: 'drawing.bin',
    contentType: 'application/x-test',
    bytes,
    isInline: false,
    contentId: null,
    modifiedAt: at,
  };
  const { attachments, body } = await parseMail(
    composeMail({ ...mail, attachments: [file, { ...file, name: 'b.bin' }] }),
  );
  expect(attachments.map(({ name, contentType }) => [name, contentType])).toEqual([
    ['drawing.bin', 'application/x-test'],
    ['b.bin', 'application/x-test'],
  ]);
  expect(attachments[0]?.bytes).toEqual(bytes);
  expect(body.content).toContain('Köln');
});

test('a plain mail has what was given, and nothing that was not', async () => {
  const raw = plainMail(
    { from: 'a@b.example', to: 'c@d.example', subject: 'Hi', text: 'There' },
    '<m@b.example>',
    at,
  );
  expect(await parseMail(raw)).toMatchObject({
    ...{ subject: 'Hi', body: { contentType: 'text', content: 'There\n' }, date: at },
    ...{ internetMessageId: '<m@b.example>', inReplyTo: null, references: [], replyTo: [] },
  });
});

test('a mail without anything is a mail', async () => {
  expect(await parseMail(Buffer.from('\r\n'))).toMatchObject({
    subject: '',
    from: null,
    to: [],
    internetMessageId: null,
    date: null,
  });
});

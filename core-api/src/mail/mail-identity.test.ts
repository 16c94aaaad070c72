import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { mailKey, threadKeys } from './mail-identity.ts';
import type { ParsedMail } from './parsed-mail.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest();

const base: ParsedMail = {
  messageId: null,
  inReplyTo: [],
  references: [],
  fromName: 'Ada',
  fromAddress: 'ada@buyer.example',
  to: [],
  cc: [],
  subject: 'Valves',
  sentAt: new Date('2026-01-05T10:00:00Z'),
  headers: new Map(),
  text: 'Please quote.\nThanks',
  html: null,
  attachments: [],
  attachmentUrls: [],
};
const mail = (change: Partial<ParsedMail>): ParsedMail => ({ ...base, ...change });
const scan = (page: string) => ({
  filename: 'scan.pdf',
  contentType: 'application/pdf',
  size: page.length,
  content: Buffer.from(page),
  contentId: null,
  inline: false,
});

test('a Message-ID alone is the key, whatever else differs', () => {
  const key = mailKey(mail({ messageId: '<a@x.example>' }));
  expect(key).toEqual({ kind: 'message_id', hash: sha256('a@x.example') });
  expect(mailKey(mail({ messageId: 'a@X.example', subject: 'Other', text: '' }))).toEqual(key);
});

test('an empty Message-ID falls back to the fingerprint', () => {
  expect(mailKey(mail({ messageId: '<>' })).kind).toBe('fingerprint');
});

test('re-wrapped lines keep the fingerprint', () => {
  const rewrapped = mail({ text: ' Please  quote.\r\n\r\nThanks\n', subject: 'Valves ' });
  expect(mailKey(rewrapped)).toEqual(mailKey(base));
});

test.each<[string, Partial<ParsedMail>]>([
  ['sender', { fromAddress: 'eve@buyer.example' }],
  ['subject', { subject: 'Pumps' }],
  ['date', { sentAt: null }],
  ['body', { text: 'Please quote 2. Thanks' }],
  ['attachment', { attachments: [scan('page 1')] }],
  ['attachment address', { attachmentUrls: ['https://files.example/1'] }],
])('another %s is another mail', (_, change) => {
  expect(mailKey(mail(change)).hash).not.toEqual(mailKey(base).hash);
});

test('two scans without text are two mails', () => {
  const first = mail({ text: '', attachments: [scan('page 1')] });
  const second = mail({ text: '', attachments: [scan('page 2')] });
  expect(mailKey(first)).not.toEqual(mailKey(second));
});

test('fields cannot flow into each other', () => {
  const left = mail({ subject: 'a', text: 'b c' });
  const right = mail({ subject: 'a b', text: 'c' });
  expect(mailKey(left)).not.toEqual(mailKey(right));
});

test('thread keys: own first, then nearest ancestor first, each once', () => {
  const reply = mail({
    messageId: '<c@x.example>',
    inReplyTo: ['<b@x.example>'],
    references: ['<a@x.example>', '<b@X.example>', '<c@x.example>'],
  });
  expect(threadKeys(reply)).toEqual(['c@x.example', 'b@x.example', 'a@x.example'].map(sha256));
});

test('a mail without any identifier has its fingerprint as thread key', () => {
  expect(threadKeys(base)).toEqual([mailKey(base).hash]);
});

test('a flood of references is cut, but the root of the thread stays', () => {
  const references = Array.from({ length: 5000 }, (_, n) => `<${n}@x.example>`);
  const keys = threadKeys(mail({ messageId: '<own@x.example>', references }));
  expect(keys).toHaveLength(101);
  expect(keys[1]).toEqual(sha256('4999@x.example'));
  expect(keys.at(-1)).toEqual(sha256('0@x.example'));
});

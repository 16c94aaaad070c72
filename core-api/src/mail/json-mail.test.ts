import { JsonMail } from '@pebble/contract/ingestion';
import { expect, test } from 'vitest';
import { mailFromJson } from './json-mail.ts';

const json = (fields: object) =>
  mailFromJson(
    JsonMail.parse({ subject: 'Valves', from: 'Ada <ADA@buyer.example>', body: 'Please quote.', ...fields }),
  );

test('the smallest mail', async () => {
  expect(await json({})).toEqual({
    headers: new Map(),
    messageId: null,
    inReplyTo: [],
    references: [],
    fromName: 'Ada',
    fromAddress: 'ada@buyer.example',
    to: [],
    cc: [],
    subject: 'Valves',
    sentAt: null,
    text: 'Please quote.',
    html: null,
    attachments: [],
    attachmentUrls: [],
  });
});

test('all fields', async () => {
  const mail = await json({
    to: 'sales@meridian.example',
    cc: ['B <b@meridian.example>', 'c@meridian.example'],
    message_id: '1@x.example',
    in_reply_to: '<0@x.example>',
    references: '<r@x.example> <0@x.example>',
    received_at: '2026-01-05T10:00:00+05:30',
    html: '<p>Please quote.</p>',
    attachment_urls: ['https://files.example/a.pdf'],
  });
  expect(mail).toMatchObject({
    messageId: '1@x.example',
    inReplyTo: ['<0@x.example>'],
    references: ['<r@x.example>', '<0@x.example>'],
    to: ['sales@meridian.example'],
    cc: ['B <b@meridian.example>', 'c@meridian.example'],
    sentAt: new Date('2026-01-05T04:30:00Z'),
    html: '<p>Please quote.</p>',
    attachmentUrls: ['https://files.example/a.pdf'],
  });
});

test('headers fill what no field names', async () => {
  const mail = await json({
    in_reply_to: '<field@x.example>',
    received_at: '2026-01-06T00:00:00Z',
    headers: {
      'Message-Id': '<h@x.example>',
      'In-Reply-To': '<h0@x.example>',
      REFERENCES: '<hr@x.example>',
      Date: 'Mon, 05 Jan 2026 10:00:00 +0000',
    },
  });
  expect(mail).toMatchObject({
    messageId: '<h@x.example>',
    inReplyTo: ['<field@x.example>'],
    references: ['<hr@x.example>'],
    sentAt: new Date('2026-01-05T10:00:00Z'),
  });
});

test('a blank body takes its text from the HTML', async () => {
  expect((await json({ body: ' \r\n', html: '<p>Hello</p>' })).text).toBe('Hello');
});

test('a sender that only looks like an address is refused', async () => {
  await expect(json({ from: 'Ada <> (ada@buyer.example)' })).rejects.toMatchObject({
    name: 'InvalidMail',
    field: 'from',
  });
});

test('text is made fit for Postgres', async () => {
  expect(await json({ body: 'a\0b\uD800\r\nc', subject: 'x\0\ny' })).toMatchObject({
    text: 'ab\uFFFD\nc',
    subject: 'x y',
  });
});

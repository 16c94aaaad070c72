import { describe, expect, it } from 'vitest';
import { JsonMail } from './ingestion.ts';

const mail = { subject: 'RFQ', from: 'Ada <ada@buyer.example>', body: 'Please quote.' };
const parse = (change: Record<string, unknown>) => JsonMail.safeParse({ ...mail, ...change });

describe('a mail in JSON', () => {
  it('needs subject, sender and body, and nothing else', () => {
    expect(JsonMail.parse(mail)).toEqual({
      ...mail,
      attachment_urls: [],
      to: [],
      cc: [],
      references: [],
      headers: {},
    });
    for (const field of ['subject', 'from', 'body'])
      expect(parse({ [field]: undefined }).success, field).toBe(false);
  });

  it('may be empty where mails are', () => {
    expect(parse({ subject: '', body: '' }).success).toBe(true);
  });

  it('takes one recipient or many, and references as a header line or a list', () => {
    expect(parse({ to: 'sales@us.example' }).data?.to).toEqual(['sales@us.example']);
    expect(parse({ references: '<a@x> <b@x>,<c@x>' }).data?.references).toEqual(['<a@x>', '<b@x>', '<c@x>']);
    expect(parse({ references: ['<a@x>'] }).data?.references).toEqual(['<a@x>']);
  });

  it.each([
    { from: 'nobody' },
    { from: 'a@b.example\r\nBcc: c@d.example' },
    { message_id: '<a@b>\r\nX: y' },
    { attachment_urls: ['file:///etc/passwd'] },
    { attachment_urls: ['javascript:alert(1)'] },
    { attachment_urls: Array.from({ length: 51 }, () => 'https://a.example/') },
    { received_at: 'yesterday' },
    { mailbox: 'sales' },
  ])('refuses %j', (change) => {
    expect(parse(change).success).toBe(false);
  });

  it.each(['Ada <a@b.example>', '"Byron, Ada" <a@b.example> (work)', ' a@b.example ', 'a@b'])(
    'takes the sender %s',
    (from) => expect(parse({ from }).success).toBe(true),
  );

  it.each([
    'a'.repeat(1_000_000),
    'a@b'.repeat(300_000),
    `${'a@b'.repeat(300_000)}\n!`,
    '@'.repeat(1_000_000),
  ])('refuses a sender of a megabyte, and at once (case %#)', (from) => {
    // The quadratic pattern that this guards against takes minutes.
    expect(parse({ from }).success).toBe(false);
  });
});

import { JsonMail } from '@pebble/contract/ingestion';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from '../../http/problem.ts';
import { fromJsonMail, fromRawMail } from './incoming-mail.ts';

const raw = (...headers: string[]) => Buffer.from(`${headers.join('\r\n')}\r\n\r\nPlease quote.\r\n`);
const FROM = 'From: Ada Byron <Ada@Buyer.example>';
const recipients = async (...headers: string[]) =>
  (await fromRawMail(raw(FROM, ...headers), undefined)).recipients;
const json = (change: object) =>
  fromJsonMail(
    JsonMail.parse({ subject: 'RFQ', from: 'ada@buyer.example', body: '', ...change }),
    new Uint8Array(),
  );

async function fieldOf(work: () => unknown): Promise<string | undefined> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'invalid_request')
      return error.extras.errors?.[0]?.path;
    throw error;
  }
  return undefined;
}

describe('the recipients of raw mail', () => {
  it('are To and Cc in lower case, in order', async () => {
    expect(await recipients('To: Sales <SALES@us.example>, b@us.example', 'Cc: c@us.example')).toEqual([
      'sales@us.example',
      'b@us.example',
      'c@us.example',
    ]);
  });

  it('begin with what the delivering server noted, because Bcc and forwards stand nowhere else', async () => {
    const found = await recipients(
      'Delivered-To: archive@us.example',
      'Delivered-To: sales@us.example',
      'X-Original-To: tender@us.example',
      'To: undisclosed-recipients:;',
    );
    expect(found).toEqual(['archive@us.example', 'sales@us.example', 'tender@us.example']);
  });

  it('do not come from a Bcc header, which a sender may write as he likes', async () => {
    expect(await recipients('To: a@us.example', 'Bcc: secret@us.example')).toEqual(['a@us.example']);
  });

  it('include the members of a group', async () => {
    const found = await recipients('To: Our Team: a@us.example, B <b@us.example>;, c@us.example');
    expect(found).toEqual(['a@us.example', 'b@us.example', 'c@us.example']);
  });

  it('are none when there is no address to read', async () => {
    expect(await recipients()).toEqual([]);
    expect(await recipients('To: everybody')).toEqual([]);
  });
});

describe('the sender of raw mail', () => {
  it.each([
    ['From: Ada@Buyer.example', 'ada@buyer.example'],
    ['From: "Byron, Ada" <ada@buyer.example>', 'ada@buyer.example'],
    ['From: =?UTF-8?B?QWRh?= <ada@buyer.example>', 'ada@buyer.example'],
    ['From: ada@buyer.example (Ada Byron)', 'ada@buyer.example'],
    ['From:\r\n Ada\r\n <ada@buyer.example>', 'ada@buyer.example'],
    ['From: a@buyer.example, b@buyer.example', 'a@buyer.example'],
    ['from: Ada <ada@buyer.example>', 'ada@buyer.example'],
  ])('is read from %j', async (header, expected) => {
    expect((await fromRawMail(raw(header), undefined)).fromAddress).toBe(expected);
  });

  it.each([raw('To: a@us.example'), raw('From: '), raw('From: Ada Byron'), raw('From: <>'), Buffer.alloc(0)])(
    'that is missing is named as the field to mend (case %#)',
    async (bytes) => {
      expect(await fieldOf(() => fromRawMail(bytes, undefined))).toBe('body.from');
    },
  );

  it('behind a header block without end is refused by its field', async () => {
    const endless = Buffer.concat([raw(FROM).subarray(0, -20), Buffer.alloc(3 * 1024 * 1024, 'x')]);
    expect(await fieldOf(() => fromRawMail(endless, undefined))).toBe('body.headers');
  });
});

describe('raw mail', () => {
  it('is kept byte for byte, with the mailbox that the caller named', async () => {
    const bytes = Buffer.concat([raw(FROM), Buffer.from([0, 255, 128])]);
    const mail = await fromRawMail(bytes, 'Sales@US.example');
    expect(mail).toMatchObject({ format: 'rfc822', mailbox: 'sales@us.example' });
    expect(mail.bytes).toBe(bytes);
    expect((await fromRawMail(bytes, undefined)).mailbox).toBeNull();
  });
});

describe('a mail in JSON', () => {
  it('names its sender and its recipients like a raw one', () => {
    const mail = json({
      from: 'Ada Byron <Ada@Buyer.example>',
      to: ['Sales <SALES@us.example>', 'Team: x@us.example;'],
      cc: 'c@us.example',
      mailbox: 'Tender@us.example',
    });
    expect(mail).toMatchObject({
      format: 'json',
      fromAddress: 'ada@buyer.example',
      recipients: ['sales@us.example', 'x@us.example', 'c@us.example'],
      mailbox: 'tender@us.example',
    });
  });

  it('whose sender turns out to be none is refused by its field', async () => {
    expect(await fieldOf(() => json({ from: 'ada@buyer.example:;' }))).toBe('body.from');
  });

  it('holds no NUL in any address, for no column can', () => {
    const mail = json({ from: 'a\0da@buyer.example', to: ['sal\0es@us.example'] });
    expect(`${mail.fromAddress} ${mail.recipients.join(' ')}`).toBe('ada@buyer.example sales@us.example');
  });
});

describe('the envelope', () => {
  it('tells what looking through received mail shows, the same for both formats', async () => {
    const date = 'Mon, 02 Nov 2026 09:00:00 +0530';
    const lines = [
      FROM,
      'Subject: =?utf-8?Q?Re:_40_V=C3=A1lvulas?=',
      `Date: ${date}`,
      'In-Reply-To: <a@us.example>',
    ];
    const known = {
      fromName: 'Ada Byron',
      subject: 'Re: 40 Válvulas',
      sentAt: new Date('2026-11-02T03:30:00Z'),
      inReplyTo: ['<a@us.example>'],
    };
    expect((await fromRawMail(raw(...lines), undefined)).envelope).toMatchObject(known);
    const same = json({
      from: 'Ada Byron <ada@buyer.example>',
      subject: ' Re: 40\n Válvulas ',
      headers: { DATE: date },
      in_reply_to: '<a@us.example>',
    });
    expect(same.envelope).toMatchObject(known);
  });
});

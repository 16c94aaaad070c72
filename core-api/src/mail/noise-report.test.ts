import { describe, expect, it } from 'vitest';
import { reportedIds, reportOf } from './noise-report.ts';
import { parseMail } from './parse-mail.ts';
import { deliveryStatus, parts, rawSample, REPORT } from './testing/noise-mails.ts';

const bounce = (...list: (readonly [type: string, content: string])[]) =>
  parseMail(rawSample({ headers: ['From: MAILER-DAEMON@mx.us.example', REPORT], body: parts(...list) }));

describe('a delivery report', () => {
  it('about several recipients tells the worst of it', async () => {
    const both = `${deliveryStatus('delivered', '2.0.0')}\r\n\r\n${deliveryStatus('failed', '5.1.1')}`;
    expect(reportOf(await bounce(['message/delivery-status', both]))).toMatchObject({ about: 'failed' });
  });

  it('without a status part is a failure all the same', async () => {
    expect(reportOf(await bounce(['text/plain', 'Sorry.']))).toEqual({ about: 'failed', status: null });
  });

  it('with nonsense for a status tells none', async () => {
    const mail = await bounce(['message/delivery-status', 'Action: failed\r\nStatus: <script>']);
    expect(reportOf(mail)).toEqual({ about: 'failed', status: null });
  });
});

describe('the mails that a report is about', () => {
  const HEADERS = 'Message-ID: <q-301@us.example>\r\nIn-Reply-To: <rfq-1@buyer.example>';

  it.each(['text/rfc822-headers', 'message/rfc822', 'message/global-headers'])(
    'are read from a part of type %s, with what they answered',
    async (type) => {
      const status = ['message/delivery-status', deliveryStatus('failed', '5.1.1')] as const;
      expect(reportedIds(await bounce(status, [type, `${HEADERS}\r\n\r\nDear Ada,`]))).toEqual([
        '<q-301@us.example>',
        '<rfq-1@buyer.example>',
      ]);
    },
  );

  it('are read from folded and quoted headers in the text, where old servers put them', async () => {
    const text = [
      'This is a copy of the message.',
      '> Message-ID:',
      ' <q-7@us.example>',
      'References: <a@buyer.example>',
      '\t<b@us.example>',
    ].join('\r\n');
    const mail = await parseMail(rawSample({ headers: ['From: MAILER-DAEMON@mx.us.example'], body: text }));
    expect(reportedIds(mail)).toEqual(['<q-7@us.example>', '<a@buyer.example>', '<b@us.example>']);
  });

  it('are few, however many a report names', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => `Message-ID: <m${index}@us.example>`).join(
      '\r\n',
    );
    expect(reportedIds(await bounce(['text/rfc822-headers', many])).length).toBe(50);
  });

  it('are none in a report that sends nothing back', async () => {
    expect(reportedIds(await bounce(['text/plain', 'Sorry.']))).toEqual([]);
  });
});

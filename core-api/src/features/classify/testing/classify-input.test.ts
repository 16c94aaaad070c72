import { ClassifyInput } from '@pebble/contract/classify';
import { expect, test } from 'vitest';
import { parseMail } from '../../../mail/parse-mail.ts';
import { classifyInputOf } from './classify-input.ts';

test('is the mail as the contract takes it, with names of attachments and not their contents', async () => {
  const mail = await parseMail(
    Buffer.from(
      [
        'From: Ada <ada@buyer.example>',
        'Subject: Scan',
        'In-Reply-To: <1@x.example>',
        'Content-Type: application/pdf; name="po.pdf"',
        'Content-Disposition: attachment',
        '',
        '%PDF',
      ].join('\n'),
    ),
  );
  const input = classifyInputOf(mail);
  expect(ClassifyInput.parse(input)).toEqual(input);
  expect(input).toMatchObject({ in_reply_to: '<1@x.example>', attachment_names: ['po.pdf'] });
  expect(JSON.stringify(input)).not.toContain('%PDF');
});

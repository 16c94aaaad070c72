import { afterEach, describe, expect, it } from 'vitest';
import { JsonMail } from '@pebble/contract/ingestion';
import { mailFromJson } from './json-mail.ts';
import { ParseApart, PARSE_LIMITS, type ParseLimits } from './parse-apart.ts';
import { InvalidMail } from './parsed-mail.ts';
import { parseMail } from './parse-mail.ts';

const HEAD = ['From: Ada <ada@buyer.example>', 'Subject: Valves', 'MIME-Version: 1.0'];
const raw = (...lines: string[]) => Buffer.from([...HEAD, ...lines].join('\r\n'));
const file = Buffer.alloc(200_000, 'valve').toString('base64').replace(/.{76}/g, '$&\r\n');
const large = raw(
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'F=C3=BCr Sie',
  '--m',
  'Content-Type: text/html',
  '',
  '<p>Hello</p>',
  '--m',
  'Content-Type: application/pdf; name=po.pdf',
  'Content-Transfer-Encoding: base64',
  '',
  file,
  '--m',
  'Content-Type: text/calendar; method=REQUEST',
  '',
  'BEGIN:VCALENDAR',
  '--m--',
);
/** Keeps the parser busy for minutes. */
const endless = raw('Content-Type: text/html', '', '<a href="'.repeat(200_000));

let apart = new ParseApart();
const using = (limits: Partial<ParseLimits>) => (apart = new ParseApart({ ...PARSE_LIMITS, ...limits }));
afterEach(() => apart.close());

describe('a mail that is parsed apart', () => {
  it('is read as it would be here, whether raw or JSON', async () => {
    using({});
    expect(await apart.parse({ raw: large }, large.byteLength)).toEqual(await parseMail(large));
    const json = JsonMail.parse({ subject: 'x', from: 'ada@buyer.example', body: '', html: '<p>Hello</p>' });
    expect(await apart.parse({ json }, 100)).toEqual(await mailFromJson(json));
  });

  it('is refused for the same reason', async () => {
    using({});
    const nobody = Buffer.from('Subject: x\r\n\r\nbody');
    const refusal = await apart.parse({ raw: nobody }, nobody.byteLength).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidMail);
    expect(refusal).toMatchObject({ field: 'from', message: 'The mail has no sender address.' });
  });

  it('is given up when it has used its time, and the next one is read', async () => {
    // The start of the thread counts as well.
    using({ cpuMs: 1_500, cpuMsPerMb: 0 });
    expect(await apart.parse({ raw: endless }, endless.byteLength)).toBeNull();
    expect(await apart.parse({ raw: large }, large.byteLength)).toMatchObject({ subject: 'Valves' });
  });

  it('is given up when it needs too much memory, and the next one is read', async () => {
    using({ heapMb: 40 });
    const huge = raw('Content-Type: text/html', '', '<p>é</p>\r\n'.repeat(800_000));
    expect(await apart.parse({ raw: huge }, huge.byteLength)).toBeNull();
    expect(await apart.parse({ raw: large }, large.byteLength)).toMatchObject({ subject: 'Valves' });
  });
});

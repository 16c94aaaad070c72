import { JsonMail } from '@pebble/contract/ingestion';
import { SourceMapping } from '@pebble/contract/sources';
import { describe, expect, it } from 'vitest';
import { mapPayload } from './map-payload.ts';

const LEAD = {
  lead: { contact: { email: 'ada@buyer.example', name: 'Ada "Countess" Byron' }, tags: ['valves', 40] },
  query: 'Please quote forty valves.',
  phone: 4915112345678,
  urgent: true,
  at: '2026-11-02T09:00:00+05:30',
};
const map = (mapping: Partial<SourceMapping>, payload: unknown = LEAD) =>
  mapPayload(
    { from: 'lead.contact.email', subject: { text: 'New lead' }, body: 'query', ...mapping },
    payload,
    '<delivery@source>',
  );

describe('a mapping', () => {
  it('takes each part from its place, or the same text every time', () => {
    expect(map({ from_name: 'lead.contact.name', message_id: 'lead.tags.0' })).toMatchObject({
      from: '"Ada  Countess  Byron" <ada@buyer.example>',
      subject: 'New lead',
      body: 'Please quote forty valves.',
      message_id: 'valves',
    });
  });

  it('makes lines of several places, and leaves out what is not there', () => {
    const { body } = map({ body: ['query', 'phone', 'lead.tags', 'fax', 'urgent'] });
    expect(body).toBe(
      'query: Please quote forty valves.\nphone: 4915112345678\ntags: valves, 40\nurgent: true',
    );
  });

  it('gives a mail without Message-ID the one of its delivery', () => {
    expect(map({})['message_id']).toBe('<delivery@source>');
    expect(map({ message_id: 'lead.nothing' })['message_id']).toBe('<delivery@source>');
  });

  it('leaves an address alone that has its name already', () => {
    const mail = map({ from: 'f', from_name: 'n' }, { f: 'Ada <ada@buyer.example>', n: 'Somebody' });
    expect(mail['from']).toBe('Ada <ada@buyer.example>');
  });

  it.each([
    ['2026-11-02T09:00:00+05:30', '2026-11-02T03:30:00.000Z'],
    ['Mon, 02 Nov 2026 09:00:00 +0000', '2026-11-02T09:00:00.000Z'],
    [1793610000, '2026-11-02T09:00:00.000Z'],
    [1793610000000, '2026-11-02T09:00:00.000Z'],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('reads the time %j', (at, expected) => {
    expect(map({ received_at: 'at' }, { ...LEAD, at })['received_at']).toBe(expected);
  });

  it('hands over web addresses to be fetched, and shows a person the rest', () => {
    const files = ['https://files.example/a.pdf', 'javascript:alert(1)', 7];
    const mail = map({ attachment_urls: 'files' }, { ...LEAD, files });
    expect(mail['attachment_urls']).toEqual(['https://files.example/a.pdf']);
    expect(mail['body']).toBe('Please quote forty valves.\nAttachment: javascript:alert(1)\nAttachment: 7');
    const one = map({ attachment_urls: 'file' }, { ...LEAD, file: 'https://files.example/b.pdf' });
    expect(one['attachment_urls']).toEqual(['https://files.example/b.pdf']);
  });

  it('makes a mail that the schema of mails takes', () => {
    const mail = map({ to: 'to', cc: 'cc', html: 'html' }, { ...LEAD, to: 'sales@us.example', cc: ' ' });
    expect(JsonMail.parse(mail)).toMatchObject({ to: ['sales@us.example'], cc: [], subject: 'New lead' });
  });

  it('finds nothing that the payload does not own itself', () => {
    for (const path of [
      'constructor.name',
      '__proto__.toString',
      'lead.toString',
      'query.length',
      'lead.tags.length',
    ]) {
      expect(map({ body: path }, LEAD)['body'], path).toBe('');
    }
    expect(map({ body: 'lead' })['body']).toBe('');
    expect(map({}, null)).toMatchObject({ from: undefined, body: '' });
  });
});

describe('the schema of mappings', () => {
  const parse = (from: unknown) => SourceMapping.safeParse({ from, subject: 's', body: 'b' }).success;

  it.each(['email', 'a.b.c', 'items.0.email', 'E-Mail Adresse', 'größe.ß'])('takes the path %j', (path) => {
    expect(parse(path)).toBe(true);
  });

  it.each(['', '.', 'a.', '.a', 'a..b', 'a\nb', 'a\0b', 'x.'.repeat(20) + 'x', 7, null, { text: '' }])(
    'refuses %j',
    (path) => {
      expect(parse(path)).toBe(false);
    },
  );
});

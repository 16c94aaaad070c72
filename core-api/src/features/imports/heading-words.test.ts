import type { ImportField } from '@pebble/contract/import-mapping';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldOfHeading } from './heading-words.ts';

const field = (heading: string) => fieldOfHeading(heading)?.field ?? null;

describe.each<[ImportField, string[]]>([
  [
    'from',
    [
      'From',
      'E-mail',
      'email_address',
      'SenderEmail',
      'Absender',
      'E-Mail-Adresse',
      'Expéditeur',
      'Courriel',
      'ईमेल',
      'प्रेषक',
      'البريد الإلكتروني',
      'المرسل',
    ],
  ],
  ['from_name', ['Name', 'Contact Person', 'Ansprechpartner', 'Nom complet', 'नाम', 'الاسم']],
  ['subject', ['Subject', 'TITLE', 'Betreff:', 'Objet', 'विषय', 'الموضوع']],
  ['body', ['Message', 'Enquiry Details', 'Nachricht', 'Demande', 'संदेश', 'الرسالة']],
  ['received_at', ['Date', 'Received At', 'createdAt', 'Eingangsdatum', 'Reçu le', 'दिनांक', 'التاريخ']],
  ['mailbox', ['Mailbox', 'Postfach', 'Boîte de réception', 'मेलबॉक्स', 'صندوق البريد']],
  ['message_id', ['Message-ID', 'internetMessageId', 'Nachrichten-ID']],
  ['in_reply_to', ['In-Reply-To', 'Antwort auf']],
  ['to', ['To', 'Recipients', 'Empfänger', 'Destinataire', 'प्राप्तकर्ता', 'المستلم']],
  ['cc', ['CC', 'Cc: (Address)', 'Kopie', 'نسخة']],
  ['attachment_urls', ['Attachments', 'Anhänge', 'Pièces jointes', 'अनुलग्नक', 'المرفقات']],
])('%s', (expected, headings) => {
  it.each(headings)('is meant by %s', (heading) => {
    expect(field(heading)).toBe(expected);
  });
});

describe('a heading', () => {
  it.each([
    'Phone',
    'City',
    'S.No',
    'ID',
    'Sr. No.',
    'Row',
    '',
    ' ',
    '***',
    '1',
    '__proto__',
    'constructor',
    'hasOwnProperty',
  ])('that means nothing to us names no field: %j', (heading) => {
    expect(field(heading)).toBeNull();
  });

  it('is the same however it is written', () => {
    const written = ['e-mail', 'E MAIL', 'E_Mail', ' e  mail ', 'É-Maîl', '"E-Mail":', 'e.mail'];
    expect(new Set(written.map(field))).toEqual(new Set(['from']));
  });

  it('has a rank: the surest word of a field comes first', () => {
    const rank = (heading: string) => fieldOfHeading(heading)?.rank ?? Infinity;
    expect(rank('Sender email')).toBeLessThan(rank('Email'));
    expect(rank('From')).toBeLessThan(rank('Mail'));
  });

  it('may be anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (heading) => void field(heading)));
  });
});

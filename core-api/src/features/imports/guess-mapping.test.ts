import { describe, expect, it } from 'vitest';
import { guessMapping } from './guess-mapping.ts';
import { enquiries } from './testing/sheet-files.ts';
import { inspectionOf } from './testing/inspection.ts';

const guess = (rows: readonly (readonly string[])[]) => {
  const mapping = guessMapping(inspectionOf(rows), null);
  return { ...mapping, fields: mapping.columns.map(({ field }) => field) };
};
const fieldsOf = (headings: string[], ...rows: string[][]) => guess([headings, ...rows]).fields;
const ADA = 'ada@buyer.example';

describe('columns are told by their headings', () => {
  it.each([
    ['English', ['Date', 'Name', 'Email', 'Subject', 'Message', 'City']],
    [
      'shouted, with underscores',
      ['RECEIVED_AT', 'CONTACT_NAME', 'E-MAIL_ADDRESS', 'TITLE', 'DESCRIPTION', 'CITY'],
    ],
    [
      'as programs write them',
      ['createdAt', 'fullName', 'senderEmail', 'subjectLine', 'messageBody', 'city'],
    ],
    ['German', ['Datum', 'Ansprechpartner', 'E-Mail-Adresse', 'Betreff', 'Nachricht', 'Ort']],
    ['French', ['Date de réception', 'Nom', 'Adresse e-mail', 'Objet', 'Demande', 'Ville']],
    ['Hindi', ['दिनांक', 'नाम', 'ईमेल', 'विषय', 'संदेश', 'शहर']],
    ['Arabic', ['التاريخ', 'الاسم', 'البريد الإلكتروني', 'الموضوع', 'الرسالة', 'المدينة']],
  ])('in %s', (_, headings) => {
    const row = ['2026-11-02', 'Ada', ADA, 'Valves', 'Please quote.', 'Pune'];
    const { fields, header_row } = guess([headings, row]);
    expect(header_row).toBe(1);
    expect(fields).toEqual(['received_at', 'from_name', 'from', 'subject', 'body', 'extra']);
  });

  it('as Outlook exports them: the address of the sender, not the name', () => {
    const headings = [
      'Subject',
      'Body',
      'From: (Name)',
      'From: (Address)',
      'To: (Address)',
      'CC: (Address)',
      'Importance',
    ];
    const row = ['Valves', 'Text', 'Ada', ADA, 'sales@ours.example', '', 'Normal'];
    expect(fieldsOf(headings, row)).toEqual(['subject', 'body', 'from_name', 'from', 'to', 'cc', 'extra']);
  });

  it('where the sender is a name, the address is looked for elsewhere', () => {
    expect(fieldsOf(['From', 'Mail'], ['Ada Byron', ADA])).toEqual(['from_name', 'from']);
    expect(fieldsOf(['Sender', 'Reach me at'], ['Ada Byron', ADA])).toEqual(['from_name', 'from']);
  });

  it('and never by a running number', () => {
    expect(fieldsOf(['S.No', 'ID', 'Email'], ['1', '17', ADA])).toEqual(['extra', 'extra', 'from']);
  });

  it('of two for one field the surest has it, and the other is kept in the body', () => {
    expect(fieldsOf(['Email', 'Sender email'], ['info@b.example', ADA])).toEqual(['extra', 'from']);
    expect(fieldsOf(['Message', 'Comments', 'Email'], ['a', 'b', ADA])).toEqual(['body', 'body', 'from']);
  });

  it.each(['__proto__', 'constructor', 'toString'])('called %s are columns like any other', (heading) => {
    expect(fieldsOf([heading, 'Email'], ['x', ADA])).toEqual(['extra', 'from']);
  });
});

describe('the row of the headings', () => {
  it('may come after a title and blank cells', () => {
    const { header_row, fields } = guess([
      ['Leads of November'],
      ['exported by Ada', ''],
      ['Email', 'Message', 'City'],
      [ADA, 'Text', 'Pune'],
    ]);
    expect(header_row).toBe(3);
    expect(fields).toEqual(['from', 'body', 'extra']);
  });

  it('may be missing; then the addresses are the sender', () => {
    const { header_row, fields } = guess([
      ['Ada', ADA, '40 valves'],
      ['Bob', 'bob@buyer.example', '3 pumps'],
    ]);
    expect(header_row).toBe(0);
    expect(fields).toEqual(['extra', 'from', 'extra']);
  });

  it('is not a row of numbers', () => {
    expect(
      guess([
        ['1', '2'],
        ['3', '4'],
      ]).header_row,
    ).toBe(0);
  });
});

it('the order of dates is seen in them', () => {
  expect(
    guess([
      ['Date', 'Email'],
      ['11/25/2026', ADA],
    ]).date_order,
  ).toBe('mdy');
  expect(guess(enquiries(3)).date_order).toBe('dmy');
});

it('a guess names the sheet, or how the text is cut', () => {
  expect(guessMapping(inspectionOf({ Leads: [['Email'], [ADA]] }), null)).toMatchObject({
    sheet: 'Leads',
    delimiter: null,
  });
  expect(guess([['Email'], [ADA]])).toMatchObject({ sheet: null, delimiter: ',', encoding: 'utf-8' });
});

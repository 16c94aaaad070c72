import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImportField, ImportMapping } from '@pebble/contract/import-mapping';
import type { SheetRow } from '../../imports/reader-protocol.ts';
import { mailOfRow, RowError } from './row-mail.ts';
import { planRows } from './row-plan.ts';
import { inspectionOf, mappingOf } from './testing/inspection.ts';

type Columns = [heading: string, field: ImportField, cell: string][];

function mailOf(columns: Columns, change: Partial<ImportMapping> = {}, mailbox: string | null = null) {
  const headings = columns.map(([heading]) => heading);
  const mapping = mappingOf(
    columns.map(([, field]) => field),
    change,
  );
  const row: SheetRow = { line: 7, cells: columns.map(([, , cell]) => cell) };
  return mailOfRow(row, planRows(inspectionOf([headings]), mapping, mailbox));
}
const refusal = (columns: Columns, change?: Partial<ImportMapping>) => {
  try {
    mailOf(columns, change);
  } catch (error) {
    if (error instanceof RowError) return error.message;
    throw error;
  }
  return 'taken';
};
const FROM: Columns[number] = ['Email', 'from', 'ada@buyer.example'];

describe('a row', () => {
  it('becomes a mail of everything that stands in it', () => {
    const mail = mailOf([
      FROM,
      ['Name', 'from_name', 'Ada "Countess" Byron'],
      ['Subject', 'subject', ' Valves\n and pumps '],
      ['Message', 'body', 'Please quote.\r\nThanks'],
      ['City', 'extra', 'Pune'],
      ['Phone', 'extra', ''],
      ['Internal', 'ignore', 'secret'],
      ['Date', 'received_at', '02/11/2026 09:30'],
      ['To', 'to', 'Sales <sales@north.ours.example>; nobody'],
      ['Files', 'attachment_urls', 'https://files.example/po.pdf, drawing.dwg'],
    ]);
    expect(mail).toMatchObject({
      from: '"Ada Countess Byron" <ada@buyer.example>',
      subject: 'Valves and pumps',
      body: 'Please quote.\nThanks\n\nCity: Pune\nAttachment: drawing.dwg',
      received_at: '2026-11-02T09:30:00.000Z',
      to: ['Sales <sales@north.ours.example>'],
      cc: [],
      attachment_urls: ['https://files.example/po.pdf'],
    });
  });

  it('with several columns for one field has them all', () => {
    const mail = mailOf([
      FROM,
      ['Product', 'subject', 'Valve'],
      ['Size', 'subject', 'DN50'],
      ['A', 'body', 'one'],
      ['B', 'body', 'two'],
    ]);
    expect(mail).toMatchObject({ subject: 'Valve - DN50', body: 'one\n\ntwo' });
  });

  it('takes what is missing from the defaults', () => {
    const defaults = { subject: 'Enquiry', from: 'leads@portal.example', body: 'See the columns.' };
    expect(
      mailOf(
        [
          ['Email', 'from', ''],
          ['City', 'extra', 'Pune'],
        ],
        { defaults },
      ),
    ).toMatchObject({
      ...defaults,
      body: 'See the columns.\n\nCity: Pune',
    });
    expect(mailOf([FROM], { defaults }).from).toBe('ada@buyer.example');
  });

  it.each([
    ['Ada Byron <ada@buyer.example>', 'Ada Byron <ada@buyer.example>'],
    ['ada@buyer.example; bob@buyer.example', 'ada@buyer.example'],
    ['ada@buyer.example,bob@buyer.example', 'ada@buyer.example'],
    ['mailto ada@buyer.example', 'mailto ada@buyer.example'],
  ])('takes the sender %j for %j', (cell, from) => {
    expect(mailOf([['Email', 'from', cell]]).from).toBe(from);
  });

  it('goes to the mailbox that it names, else to that of the import', () => {
    expect(
      mailOf([FROM, ['Box', 'mailbox', 'Sales@South.ours.example']], {}, 'sales@north.ours.example').mailbox,
    ).toBe('sales@south.ours.example');
    expect(mailOf([FROM], {}, 'sales@north.ours.example').mailbox).toBe('sales@north.ours.example');
    expect(mailOf([FROM]).mailbox).toBeUndefined();
  });
});

describe('the identity of a row', () => {
  const columns = (subject: string, id = ''): Columns => [
    FROM,
    ['Subject', 'subject', subject],
    ['ID', 'message_id', id],
  ];
  const idOf = (...given: Parameters<typeof columns>) => mailOf(columns(...given)).message_id;

  it('is its content: the same wherever it comes again, another when it was changed', () => {
    expect(idOf('Valves')).toBe(idOf(' Valves '));
    expect(idOf('Valves')).not.toBe(idOf('Pumps'));
    expect(idOf('Valves')).toMatch(/^<row\.[0-9a-f]{40}@pebble\.invalid>$/);
  });

  it('is its Message-ID where it has one', () => {
    expect(idOf('Valves', '<1@buyer.example>')).toBe('<1@buyer.example>');
    expect(idOf('Valves', ' 1@buyer.example ')).toBe('<1@buyer.example>');
  });

  it('is a number of its own together with the sender, since every portal counts from one', () => {
    expect(idOf('Valves', '17')).toBe(idOf('Pumps', '17'));
    const other = mailOf([
      ['Email', 'from', 'bob@buyer.example'],
      ['ID', 'message_id', '17'],
    ]).message_id;
    expect(other).not.toBe(idOf('Valves', '17'));
  });
});

describe('a row that is no mail says which column, and quotes nothing of it', () => {
  it.each<[Columns, RegExp]>([
    [[['Email', 'from', '']], /There is no sender: column "Email" is empty/],
    [[['Email', 'from', 'ring 98765']], /Column "Email" holds no e-mail address/],
    [[FROM, ['When', 'received_at', 'yesterday']], /The date in column "When" cannot be read/],
    [[FROM, ['Subject', 'subject', 'x'.repeat(10_001)]], /Column "Subject" holds more than 10000/],
    [[FROM, ['Box', 'mailbox', 'not a box']], /Column "Box":/],
    [[['', 'from', '']], /column "A" is empty/],
  ])('%#', (columns, message) => {
    expect(refusal(columns)).toMatch(message);
    for (const [, , cell] of columns)
      if (cell.length > 3 && cell !== FROM[2]) expect(refusal(columns)).not.toContain(cell);
  });

  it('when a CSV has more cells than headings; a sheet may have notes beside the table', () => {
    const row: SheetRow = { line: 2, cells: ['ada@buyer.example', 'Pune', ' ring her '] };
    const mapping = mappingOf(['from', 'extra']);
    const csv = planRows(inspectionOf([['Email', 'City']]), mapping, null);
    expect(() => mailOfRow(row, csv)).toThrow(/has 3 cells and the headings are 2/);
    const sheet = planRows(inspectionOf({ Leads: [['Email', 'City']] }), mapping, null);
    expect(mailOfRow(row, sheet).body).toBe('City: Pune\nC: ring her');
  });

  it('when the reader could not read it', () => {
    const plan = planRows(inspectionOf([['Email']]), mappingOf(['from']), null);
    expect(() => mailOfRow({ line: 3, error: 'A quote is open.' }, plan)).toThrow('A quote is open.');
  });
});

it('any row becomes a mail or says why not, and soon', () => {
  const fields: ImportField[] = [
    'from',
    'from_name',
    'subject',
    'body',
    'to',
    'received_at',
    'mailbox',
    'message_id',
    'attachment_urls',
    'extra',
  ];
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .constantFrom(',', ';', '<', '@', '"', ' ', '\n', 'http://')
      .chain((piece) => fc.integer({ min: 0, max: 20_000 }).map((n) => piece.repeat(n))),
  );
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 10, maxLength: 10 }), (cells) => {
      const columns = fields.map((field, at): Columns[number] => [
        `c${at}`,
        field,
        at === 0 ? `${cells[0]}a@b.example` : (cells[at] ?? ''),
      ]);
      expect(typeof refusal(columns)).toBe('string');
    }),
    { numRuns: 60 },
  );
});

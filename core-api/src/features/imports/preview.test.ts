import { describe, expect, it } from 'vitest';
import type { ImportMapping } from '@pebble/contract/import-mapping';
import type { Inspection } from '../../imports/reader-protocol.ts';
import { previewOf } from './preview.ts';
import { inspectionOf, mappingOf } from './testing/inspection.ts';
import { enquiries } from './testing/sheet-files.ts';

const ID = '00000000-0000-7000-8000-000000000000';
const preview = (inspection: Inspection, draft?: ImportMapping, saved: ImportMapping | null = null) =>
  previewOf({ id: ID, format: 'csv', inspection, mapping: saved, mailbox: null }, draft);
const messages = (result: ReturnType<typeof preview>) =>
  result.problems.map(({ severity, message }) => `${severity}: ${message}`);

describe('the preview', () => {
  it('shows the first rows, what each column is taken for, and the mails that come of it', () => {
    const shown = preview(inspectionOf(enquiries(30)));
    expect(shown.columns.map(({ name, field, recognised }) => [name, field, recognised])).toEqual([
      ['Date', 'received_at', true],
      ['Name', 'from_name', true],
      ['Email', 'from', true],
      ['Subject', 'subject', true],
      ['Message', 'body', true],
      ['City', 'extra', false],
    ]);
    expect(shown.rows).toHaveLength(20);
    expect(shown.rows[0]).toEqual({ line: 2, cells: enquiries(1)[1] });
    expect(shown.mails[0]).toMatchObject({
      line: 2,
      from: '"Buyer 0" <buyer0@customer.example>',
      received_at: '2026-11-01T09:30:00.000Z',
    });
    expect(shown).toMatchObject({ saved: false, problems: [], sheets: [] });
  });

  it('follows a draft, then what was saved, then our guess', () => {
    const inspection = inspectionOf(enquiries(1));
    const saved = mappingOf(['ignore', 'ignore', 'from', 'ignore', 'ignore', 'subject']);
    expect(preview(inspection, undefined, saved)).toMatchObject({
      saved: true,
      mails: [{ subject: 'Pune', body: '' }],
    });
    const draft = mappingOf(['ignore', 'ignore', 'from', 'body']);
    expect(preview(inspection, draft, saved).mails[0]).toMatchObject({
      body: expect.stringContaining('City: Pune') as string,
    });
  });

  it('completes the mapping, so that it can be sent back as it is', () => {
    const { mapping } = preview(inspectionOf(enquiries(1)), mappingOf(['ignore']));
    expect(mapping.columns).toHaveLength(6);
    expect(mapping).toMatchObject({ delimiter: ',', encoding: 'utf-8', header_row: 1 });
  });

  it('is of the sheet that the mapping names, and lists the others', () => {
    const inspection = inspectionOf({ Cover: [['Hello']], Leads: enquiries(2) });
    const shown = preview(inspection, mappingOf(['ignore', 'ignore', 'from'], { sheet: 'Leads' }));
    expect(shown.sheets).toEqual([
      { name: 'Cover', rows: 1, columns: 1 },
      { name: 'Leads', rows: 3, columns: 6 },
    ]);
    expect(shown.mails).toHaveLength(2);
    expect(() => preview(inspection, mappingOf([], { sheet: 'Elsewhere' }))).toThrow(/is not a sheet/);
  });
});

describe('problems', () => {
  it('of single rows are told with their line', () => {
    const rows = [
      ['Email', 'Text'],
      ['', 'no sender'],
      ['ada@buyer.example', 'fine'],
    ];
    const shown = preview(inspectionOf(rows));
    expect(shown.problems.filter(({ line }) => line !== null)).toEqual([
      { severity: 'warning', message: 'There is no sender: column "Email" is empty.', column: null, line: 2 },
    ]);
    expect(shown.mails.map(({ line }) => line)).toEqual([3]);
  });

  it('of the mapping keep it from being used', () => {
    const inspection = inspectionOf(enquiries(1));
    expect(messages(preview(inspection, mappingOf(['ignore', 'ignore', 'ignore'])))).toContain(
      'error: No column is the sender (from), and there is no default for it.',
    );
    expect(messages(preview(inspection, mappingOf(['from', 'ignore', 'from'])))[0]).toMatch(
      /error: Only one column can be from/,
    );
    const beyond = {
      ...mappingOf(['ignore', 'ignore', 'from']),
      columns: [
        { column: 2, field: 'from' as const },
        { column: 17, field: 'body' as const },
      ],
    };
    expect(messages(preview(inspection, beyond))[0]).toMatch(
      /error: The sheet has 6 columns; there is no column 17/,
    );
  });

  it('of the mapping are not told again for each row', () => {
    const shown = preview(inspectionOf(enquiries(5)), mappingOf(['subject', 'ignore', 'ignore']));
    expect(shown.problems.every(({ line }) => line === null)).toBe(true);
  });

  it('keep a sheet without a row below its headings from being started', () => {
    expect(messages(preview(inspectionOf([['Email', 'Subject', 'Message']])))[0]).toMatch(
      /^error: There is no row below the headings/,
    );
    const [sheet] = inspectionOf([['Email', 'Subject', 'Message']]).sheets;
    // Such a gap between the headings and the rest that the look at the file did not reach beyond it.
    const long = { ...inspectionOf([]), sheets: sheet ? [{ ...sheet, rows: 1_000 }] : [] };
    expect(messages(preview(long)).filter((text) => text.startsWith('error'))).toEqual([]);
  });

  it('that a person should see are warnings', () => {
    const shown = preview(inspectionOf([['Email'], ['ada@buyer.example']]));
    expect(messages(shown)).toEqual([
      'warning: No column is the subject; the cards will have none unless you set a default.',
      'warning: No column goes into the body.',
    ]);
  });
});

it('an archive shows its mails, and needs no mapping', () => {
  const mail = {
    line: 1,
    subject: 'Valves',
    from: 'a@b.example',
    to: [],
    cc: [],
    body: 'Text',
    sent_at: null,
    message_id: null,
  };
  const inspection = {
    ...inspectionOf([]),
    sheets: [],
    mails: [mail, { ...mail, line: 9, error: 'The mail has no sender address.' }],
  };
  const shown = previewOf({
    id: ID,
    format: 'mbox',
    inspection,
    mapping: null,
    mailbox: 'sales@ours.example',
  });
  expect(shown).toMatchObject({
    columns: [],
    rows: [],
    mails: [{ line: 1, subject: 'Valves', mailbox: 'sales@ours.example' }],
  });
  expect(shown.problems).toMatchObject([{ severity: 'warning', line: 9 }]);
});

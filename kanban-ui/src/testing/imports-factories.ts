import { ImportPreview } from '@pebble/contract/import-mapping';
import { Import, ImportRow } from '@pebble/contract/imports';
import { id } from './factories.ts';

const NOON = '2026-03-10T12:00:00.000Z';

/** A sheet of 60 rows that has just been uploaded. */
export function imported(change: Partial<Import> = {}): Import {
  return Import.parse({
    id: id(421),
    filename: 'Leads.xlsx',
    format: 'xlsx',
    size: 46_000,
    sha256: 'ab'.repeat(32),
    state: 'uploaded',
    mode: 'live',
    actions: ['map', 'cancel'],
    mailbox: null,
    entity_id: id(901),
    rows_done: 0,
    rows_total: 60,
    counts: {},
    waiting: false,
    reason: null,
    created_by: 'Ada Ops',
    created_at: NOON,
    started_at: null,
    finished_at: null,
    file_deleted_at: null,
    ...change,
  });
}

/** The same while it runs. */
export function running(change: Partial<Import> = {}): Import {
  return imported({ state: 'running', actions: ['pause', 'cancel'], started_at: NOON, ...change });
}

/** The same after its shadow run. */
export function rehearsed(change: Partial<Import> = {}): Import {
  return imported({
    ...{ state: 'done', mode: 'shadow', actions: ['map', 'start', 'cancel'] },
    ...{ rows_done: 60, counts: { would_create: 57, duplicate: 1, error: 2 } },
    ...{ started_at: NOON, finished_at: NOON },
    ...change,
  });
}

const FIELDS = [
  ['Email', 'from'],
  ['Subject', 'subject'],
  ['Message', 'body'],
  ['City', 'extra'],
] as const;

export function preview(change: Partial<ImportPreview> = {}): ImportPreview {
  const cells = (n: number) => [`ada${n}@buyer.example`, `Enquiry ${n}`, 'Please quote.', 'Pune'];
  return ImportPreview.parse({
    import_id: id(421),
    sheets: [
      { name: 'Leads', rows: 61, columns: 4 },
      { name: 'Notes', rows: 3, columns: 1 },
    ],
    columns: FIELDS.map(([name, field], column) => ({ column, name, field, recognised: field !== 'extra' })),
    rows: [2, 3].map((line) => ({ line, cells: cells(line) })),
    mapping: { sheet: 'Leads', columns: FIELDS.map(([, field], column) => ({ column, field })) },
    saved: false,
    mails: [2, 3].map((line) => ({
      ...{ line, subject: `Enquiry ${line}`, from: `ada${line}@buyer.example`, to: [], cc: [] },
      ...{ body: 'Please quote.', received_at: null, mailbox: null, message_id: null, attachment_urls: [] },
    })),
    problems: [],
    ...change,
  });
}

export function importRow(change: Partial<ImportRow> = {}): ImportRow {
  return ImportRow.parse({
    row: 1,
    line: 2,
    result: 'accepted',
    reason: null,
    tracking_id: id(601),
    mail_state: 'done',
    card_id: id(1),
    board: null,
    column: null,
    ...change,
  });
}

import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { ImportMapping, ImportPreview } from './import-mapping.ts';
import { InboundState } from './ingestion.ts';
import { PageQuery, pageOf } from './page.ts';
import { Cursor, Id, Timestamp } from './values.ts';

/** Largest file that is taken for import, in bytes. */
export const MAX_IMPORT_BYTES = 50 * 1024 * 1024;

/** What a file can be. A sheet needs a mapping of its columns; an archive of mails needs none. */
export const ImportFormat = z.enum(['csv', 'xlsx', 'xls', 'ods', 'mbox', 'eml']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** `live` takes the mails in; `shadow` only reports what would become of them. */
export const ImportMode = z.enum(['live', 'shadow']);
export type ImportMode = z.infer<typeof ImportMode>;

/**
 * `uploaded`: waits for a mapping. `mapped`: can be started. `running`: a worker is at it, or will be as soon as one is free.
 * `paused`, `failed`: can be started again and go on where they stopped. `done`, `cancelled`: the end.
 */
export const ImportState = z.enum(['uploaded', 'mapped', 'running', 'paused', 'done', 'failed', 'cancelled']);
export type ImportState = z.infer<typeof ImportState>;

export const ImportAction = z.enum(['map', 'start', 'pause', 'cancel']);
export type ImportAction = z.infer<typeof ImportAction>;

/**
 * What became of a row. `duplicate`: an equal row of this or an earlier import has taken its mail in already. `rejected`: the
 * sender is not wanted. `error`: the row is no mail. Shadow runs have `would_…` in place of `accepted`: what the flow did in the
 * rehearsal, or `would_accept` for rows that were checked but not rehearsed, because only the first 500 are.
 */
export const RowResult = z.enum([
  'accepted',
  'duplicate',
  'rejected',
  'error',
  'would_accept',
  'would_create',
  'would_append',
  'would_reopen',
  'would_ignore',
  'would_fail',
]);
export type RowResult = z.infer<typeof RowResult>;

export const Import = z.object({
  id: Id,
  filename: z.string(),
  format: ImportFormat,
  /** Bytes. */
  size: z.number().int(),
  sha256: z.string(),
  state: ImportState,
  mode: ImportMode,
  /** What can be done with it now. */
  actions: z.array(ImportAction),
  /** Where the mails go whose row names no mailbox of its own. */
  mailbox: z.string().nullable(),
  entity_id: Id,
  /** Rows that have their result. Blank rows are not counted. */
  rows_done: z.number().int(),
  /** Rows that the file holds, as far as that is known beforehand. */
  rows_total: z.number().int().nullable(),
  /** Rows by result. */
  counts: z.partialRecord(RowResult, z.number().int()),
  /** True while it waits because earlier mail is still being worked on. */
  waiting: z.boolean(),
  /** Plain words for `failed` and `cancelled`; null otherwise. */
  reason: z.string().nullable(),
  created_by: z.string().nullable(),
  created_at: Timestamp,
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
  /** When the file itself is deleted; null while it is needed. */
  file_deleted_at: Timestamp.nullable(),
});
export type Import = z.infer<typeof Import>;

const params = z.object({ import_id: Id });
const example = { params: { import_id: '00000000-0000-7000-8000-000000000000' } };
const access = ['admin', 'manager', 'integrator', 'ops'] as const;
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

export const importFile = defineEndpoint({
  id: 'importFile',
  method: 'POST',
  path: '/api/v1/ingestion/batch/',
  summary:
    'Hand over a file of mails: CSV, Excel or OpenDocument with one mail a row, an .mbox archive or one .eml.',
  query: z.object({
    /** With its ending, which must fit the content. */
    filename: z.string().trim().min(1).max(255),
    mode: ImportMode.default('live'),
    /** Address of the mailbox that rows without one belong to; it decides the entity. */
    mailbox: z.email().optional(),
    /** Start at once when it needs no mapping, or when the columns can be told by their headings. */
    start: flag,
    /** Take a file that was imported before. Mails that are known stay one mail anyway. */
    again: flag,
  }),
  // The file is the body; as JSON there is nothing to send.
  body: z.object({}),
  consumes: [
    'text/csv',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.ms-excel',
    'application/vnd.oasis.opendocument.spreadsheet',
    'application/mbox',
    'message/rfc822',
    'application/octet-stream',
  ],
  maxBytes: MAX_IMPORT_BYTES,
  status: 202,
  reply: Import,
  errors: ['unreadable_file', 'import_exists', 'too_many_requests', 'not_ready'],
  access,
  audit: { event: 'import.uploaded' },
  example: { query: { filename: 'enquiries.csv' }, body: {} },
});

export const listImports = defineEndpoint({
  id: 'listImports',
  method: 'GET',
  path: '/api/v1/ingestion/batch/',
  summary: 'Imports, newest first.',
  query: PageQuery.extend({ state: ImportState.optional() }),
  reply: pageOf(Import),
  access,
  audit: { none: 'reads only' },
});

export const getImport = defineEndpoint({
  id: 'getImport',
  method: 'GET',
  path: '/api/v1/ingestion/batch/{import_id}/',
  summary: 'How far an import is.',
  params,
  reply: Import,
  errors: ['not_found'],
  access,
  audit: { none: 'reads only' },
  example,
});

export const streamImport = defineEndpoint({
  id: 'streamImport',
  method: 'GET',
  path: '/api/v1/ingestion/batch/{import_id}/stream/',
  summary:
    'The import each time it has moved on (server-sent events), until it ends; resumes after `Last-Event-ID`.',
  params,
  query: z.object({
    /** Same as the `Last-Event-ID` header, for clients that cannot set it. */
    last_event_id: Cursor.optional(),
  }),
  reply: Import,
  stream: true,
  errors: ['not_found'],
  access,
  audit: { none: 'reads only' },
  example,
});

export const previewImport = defineEndpoint({
  id: 'previewImport',
  method: 'GET',
  path: '/api/v1/ingestion/batch/{import_id}/preview/',
  summary: 'The first rows of a sheet, what each column is taken for, and the mails that come of it.',
  params,
  reply: ImportPreview,
  errors: ['not_found', 'import_state'],
  access,
  audit: { none: 'reads only' },
  example,
});

export const mapImport = defineEndpoint({
  id: 'mapImport',
  method: 'PUT',
  path: '/api/v1/ingestion/batch/{import_id}/mapping/',
  summary: 'Say what each column is. Answers the preview; it is saved unless the preview holds an error.',
  params,
  /** Without `columns` they are told by the headings and what stands below them, as after another sheet was chosen. */
  body: ImportMapping.partial({ columns: true }),
  reply: ImportPreview,
  errors: ['not_found', 'import_state', 'unreadable_file', 'not_ready'],
  access,
  audit: { event: 'import.mapped' },
  example: { ...example, body: { columns: [{ column: 0, field: 'from' }] } },
});

export const startImport = defineEndpoint({
  id: 'startImport',
  method: 'POST',
  path: '/api/v1/ingestion/batch/{import_id}/start/',
  summary: 'Start an import, go on with one that stopped, or run one for real after its shadow run.',
  params,
  body: z.object({
    /** As it was uploaded, when left out. A run that has begun keeps its mode. */
    mode: ImportMode.optional(),
  }),
  status: 202,
  reply: Import,
  errors: ['not_found', 'import_state'],
  access,
  audit: { event: 'import.started' },
  example: { ...example, body: {} },
});

export const pauseImport = defineEndpoint({
  id: 'pauseImport',
  method: 'POST',
  path: '/api/v1/ingestion/batch/{import_id}/pause/',
  summary: 'Let a running import rest after the rows that it has in hand.',
  params,
  reply: Import,
  errors: ['not_found', 'import_state'],
  access,
  audit: { event: 'import.paused' },
  example,
});

export const cancelImport = defineEndpoint({
  id: 'cancelImport',
  method: 'POST',
  path: '/api/v1/ingestion/batch/{import_id}/cancel/',
  summary: 'End an import for good and delete its file. What was accepted stays accepted.',
  params,
  reply: Import,
  errors: ['not_found', 'import_state'],
  access,
  audit: { event: 'import.cancelled' },
  example,
});

/** What became of one row. */
export const ImportRow = z.object({
  /** Number among the rows, from 1. */
  row: z.number().int(),
  /** Where the row begins in the file, from 1: line of a CSV or an archive, row of a sheet. */
  line: z.number().int(),
  result: RowResult,
  /** Plain words, except for `accepted`. */
  reason: z.string().nullable(),
  /** Of the accepted mail; of the first copy for a `duplicate`. */
  tracking_id: Id.nullable(),
  /** How far the accepted mail is. */
  mail_state: InboundState.nullable(),
  card_id: Id.nullable(),
  /** Shadow runs: where the card would be. */
  board: z.string().nullable(),
  column: z.string().nullable(),
});
export type ImportRow = z.infer<typeof ImportRow>;

export const listImportRows = defineEndpoint({
  id: 'listImportRows',
  method: 'GET',
  path: '/api/v1/ingestion/batch/{import_id}/rows/',
  summary: 'What became of each row, in the order of the file.',
  params,
  query: PageQuery.extend({ result: RowResult.optional() }),
  reply: pageOf(ImportRow),
  errors: ['not_found'],
  access,
  audit: { none: 'reads only' },
  example,
});

export const downloadImportRows = defineEndpoint({
  id: 'downloadImportRows',
  method: 'GET',
  path: '/api/v1/ingestion/batch/{import_id}/results/',
  summary: 'What became of each row, as a CSV file.',
  params,
  query: z.object({ result: RowResult.optional() }),
  reply: z.string(),
  produces: 'text/csv',
  errors: ['not_found'],
  access,
  audit: { none: 'reads only' },
  example,
});

import { z } from 'zod';
import { MailAddress } from './ingestion.ts';
import { Id, Timestamp } from './values.ts';

/**
 * What a column can be. `extra` goes into the body as a line `Heading: value`; `ignore` is dropped. Several columns may be
 * `subject`, `body`, `to`, `cc` or `attachment_urls`; they are joined. The others name one column at most.
 */
export const ImportField = z.enum([
  'subject',
  'from',
  'from_name',
  'body',
  'received_at',
  'mailbox',
  'message_id',
  'in_reply_to',
  'to',
  'cc',
  'attachment_urls',
  'extra',
  'ignore',
]);
export type ImportField = z.infer<typeof ImportField>;

export const Delimiter = z.enum([',', ';', '\t', '|']);
export const Encoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']);
export const DateOrder = z.enum(['dmy', 'mdy', 'ymd']);

/** How the rows of a sheet become mails. */
export const ImportMapping = z.object({
  /** Name of the sheet; the first one when left out. Not for CSV. */
  sheet: z.string().max(200).nullable().default(null),
  /** Row of the headings, counted from 1 among rows that are not blank; 0 when there are none. */
  header_row: z.number().int().min(0).max(50).default(1),
  /** CSV only; guessed when left out. */
  delimiter: Delimiter.nullable().default(null),
  /** CSV only; guessed when left out. */
  encoding: Encoding.nullable().default(null),
  /** A column that is not named is `extra`. */
  columns: z.array(z.object({ column: z.number().int().min(0).max(499), field: ImportField })).max(500),
  /** For rows whose own cell is empty. */
  defaults: z
    .object({
      subject: z.string().max(500).optional(),
      from: MailAddress.optional(),
      body: z.string().max(10_000).optional(),
    })
    .default({}),
  /** How dates such as 03/04/2026 are meant. */
  date_order: DateOrder.default('dmy'),
  /** Of dates that name no zone, such as those of a spreadsheet. */
  utc_offset: z
    .string()
    .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'must look like +05:30')
    .default('+00:00'),
});
export type ImportMapping = z.infer<typeof ImportMapping>;

/** A mail as it would be taken in; `body` is cut after 2,000 characters. */
export const SampleMail = z.object({
  line: z.number().int(),
  subject: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  body: z.string(),
  received_at: Timestamp.nullable(),
  mailbox: z.string().nullable(),
  message_id: z.string().nullable(),
  attachment_urls: z.array(z.string()),
});

export const ImportProblem = z.object({
  /** With an `error` nothing can be started; a `warning` is worth a look. */
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  column: z.number().int().nullable(),
  line: z.number().int().nullable(),
});
export type ImportProblem = z.infer<typeof ImportProblem>;

export const ImportPreview = z.object({
  import_id: Id,
  /** Empty for CSV. `rows` counts blank ones too. */
  sheets: z.array(z.object({ name: z.string(), rows: z.number().int(), columns: z.number().int() })),
  columns: z.array(
    z.object({
      column: z.number().int(),
      /** The heading, or the letter of a column without one. */
      name: z.string(),
      field: ImportField,
      /** False when the field was told by nothing but the lack of another use. */
      recognised: z.boolean(),
    }),
  ),
  /** The first 20 rows after the headings; cells are cut after 500 characters. */
  rows: z.array(z.object({ line: z.number().int(), cells: z.array(z.string()) })),
  /** Complete: what was guessed is filled in. */
  mapping: ImportMapping,
  /** False while the mapping is our guess. */
  saved: z.boolean(),
  /** Mails of the first rows. */
  mails: z.array(SampleMail),
  problems: z.array(ImportProblem),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

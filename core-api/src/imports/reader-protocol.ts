import type { Delimiter, Encoding } from '@pebble/contract/import-mapping';
import type { ImportFormat } from '@pebble/contract/imports';
import type { z } from 'zod';

/** What the reader process is asked to do with the file on its standard input. */
export interface ReaderTask {
  do: 'inspect' | 'read';
  format: ImportFormat;
  /** Null: the first one. */
  sheet: string | null;
  /** Null: guess. */
  delimiter: z.infer<typeof Delimiter> | null;
  encoding: z.infer<typeof Encoding> | null;
  /** Rows that are not blank, or mails, to leave out at the beginning. */
  skip: number;
  /** Bytes; a larger mail of an archive is named and left out. */
  maxMail: number;
}

/** A row of a sheet that is not blank. `line` is where it begins in the file, counted from 1. */
export type SheetRow = { line: number; cells: string[] } | { line: number; error: string };

/** A mail of an archive, base64. */
export type ArchivedMail = { line: number; content: string } | { line: number; error: string };

export interface SheetHead {
  /** Empty for CSV. */
  name: string;
  /** As far as the file says without being read to its end. */
  rows: number;
  columns: number;
  head: SheetRow[];
}

export interface MailHead {
  line: number;
  subject: string;
  from: string;
  to: string[];
  cc: string[];
  body: string;
  sent_at: string | null;
  message_id: string | null;
  error?: string;
}

/** What a file holds, as far as a person needs it to say what is to be done with it. */
export interface Inspection {
  /** Of an archive of mails: none. */
  sheets: SheetHead[];
  delimiter: z.infer<typeof Delimiter> | null;
  encoding: z.infer<typeof Encoding> | null;
  /** Archives of mails only. */
  mails: MailHead[];
  mail_count: number;
}

/** What the reader process says, one JSON object a line. After `end` or `problem` it says nothing more. */
export type ReaderMessage =
  | { kind: 'inspection'; inspection: Inspection }
  | { kind: 'rows'; rows: SheetRow[] }
  | { kind: 'mails'; mails: ArchivedMail[] }
  /** The file as a whole cannot be read; in words for people. */
  | { kind: 'problem'; message: string }
  | { kind: 'end' };

/** The file cannot be read. The message says why and what to do, for people; it quotes nothing of the content. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

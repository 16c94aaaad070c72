import { call, type Send } from '@pebble/contract/client';
import type { ImportMapping, ImportPreview } from '@pebble/contract/import-mapping';
import {
  cancelImport,
  downloadImportRows,
  importFile,
  mapImport,
  pauseImport,
  startImport,
  type Import,
  type ImportMode,
  type RowResult,
} from '@pebble/contract/imports';
import type { AbortableSend } from '../../../lib/fetch-send.ts';
import { withBody } from '../../../lib/with-body.ts';

export interface Upload {
  file: File;
  /** Address of the mailbox for mails that name none; null leaves it to the server. */
  mailbox: string | null;
  /** True for a file that was imported before. */
  again: boolean;
}

/** A mapping; without columns the server tells them by the headings. */
export type WantedMapping = Omit<ImportMapping, 'columns'> & Partial<Pick<ImportMapping, 'columns'>>;

/**
 * Hands a file over. Nothing is imported by that.
 *
 * @throws ApiError `unreadable_file`, `import_exists` with the earlier one, `too_large`, `too_many_requests`
 */
export function requestUpload(
  send: AbortableSend,
  { file, mailbox, again }: Upload,
  signal: AbortSignal,
): Promise<Import> {
  // The type that the browser names comes from the system's registry, and is wrong more often than the content is unclear.
  const raw = withBody((request) => send(request, signal), 'application/octet-stream', file);
  return call(raw, importFile, {
    query: { filename: file.name, mailbox: mailbox ?? undefined, again: again ? 'true' : 'false' },
    body: {},
  });
}

/** Tries a mapping; it is saved unless the answer holds an error. @throws ApiError `import_state`, `unreadable_file` */
export function requestMapping(send: Send, id: string, mapping: WantedMapping): Promise<ImportPreview> {
  return call(send, mapImport, { params: { import_id: id }, body: mapping });
}

/** @param mode null goes on as it was begun. @throws ApiError `import_state` */
export function requestStart(send: Send, id: string, mode: ImportMode | null): Promise<Import> {
  return call(send, startImport, { params: { import_id: id }, body: mode === null ? {} : { mode } });
}

export function requestPause(send: Send, id: string): Promise<Import> {
  return call(send, pauseImport, { params: { import_id: id } });
}

export function requestCancel(send: Send, id: string): Promise<Import> {
  return call(send, cancelImport, { params: { import_id: id } });
}

/** What became of the rows, all of them or those of one result, as a file for a spreadsheet program. */
export async function requestResults(send: Send, id: string, result: RowResult | null): Promise<Blob> {
  const csv = await call(send, downloadImportRows, {
    params: { import_id: id },
    query: { result: result ?? undefined },
  });
  // Reading it as text has taken the byte order mark away, without which Excel takes UTF-8 for something else.
  return new Blob([csv.startsWith('\uFEFF') ? csv : `\uFEFF${csv}`], { type: 'text/csv' });
}

import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { readInProcess } from '../../imports/reader-process.ts';
import { loadFile } from './file-chunks.ts';
import type { ImportPace } from './import-pace.ts';
import type { ImportRecord } from './import-record.ts';
import { isArchive } from './import-states.ts';
import { planRows } from './row-plan.ts';
import { toSourceRows } from './source-rows.ts';
import type { RowBatch } from './take-rows.ts';

/** After so many bytes a transaction is full before it has its rows. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The rows of a stored file after those that are done, as batches. The reader process lives as long as the generator.
 *
 * @throws UnreadableFile
 */
export async function* readBatches(
  { db, pace }: { db: Database; pace: Pick<ImportPace, 'batchRows'> },
  scope: Scope,
  record: ImportRecord,
): AsyncGenerator<RowBatch> {
  const { inspection, mapping, mailbox, format } = record;
  const plan = isArchive(format) || mapping === null ? null : planRows(inspection, mapping, mailbox);
  const task = {
    do: 'read' as const,
    format,
    sheet: mapping?.sheet ?? null,
    delimiter: mapping?.delimiter ?? inspection.delimiter,
    encoding: mapping?.encoding ?? inspection.encoding,
    skip: record.rows_done + (mapping?.header_row ?? 0),
  };
  let first = record.rows_done + 1;
  for await (const message of readInProcess(task, loadFile(db, scope, record))) {
    for (const rows of cut(await toSourceRows(message, plan, mailbox), pace.batchRows)) {
      yield { first, rows };
      first += rows.length;
    }
  }
}

function* cut<Row extends object>(rows: readonly Row[], most: number): Generator<Row[]> {
  let batch: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    batch.push(row);
    bytes += sizeOf(row);
    if (batch.length < most && bytes < MAX_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

function sizeOf(row: { mail?: { bytes: Uint8Array } }): number {
  return row.mail?.bytes.byteLength ?? 0;
}

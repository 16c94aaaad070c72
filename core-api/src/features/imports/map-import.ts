import type { Body } from '@pebble/contract/endpoint';
import type { ImportMapping, ImportPreview } from '@pebble/contract/import-mapping';
import type { mapImport as endpoint } from '@pebble/contract/imports';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { Inspection } from '../../imports/reader-protocol.ts';
import { appendEvent } from '../events/append-event.ts';
import { loadFile } from './file-chunks.ts';
import { guessColumns } from './guess-mapping.ts';
import { lockImport, type ImportRecord } from './import-record.ts';
import { isArchive } from './import-states.ts';
import { inspect } from './inspect-upload.ts';
import { demandAction } from './move-import.ts';
import { previewOf } from './preview.ts';
import { sheetOf } from './sheet-columns.ts';

/** @throws ApiProblem not_found, import_state when the file has been deleted, and what was kept of it with it */
export async function previewImport(tx: TenantTx, id: string): Promise<ImportPreview> {
  const record = await tx.sql<ImportRecord>('imports').where({ id }).first();
  if (!record) throw new ApiProblem('not_found');
  if (record.file_deleted_at) throw new ApiProblem('import_state', { detail: 'The file has been deleted.' });
  return previewOf(record as ImportRecord);
}

/**
 * Tries a mapping, and saves it unless something is wrong with it. A CSV that was guessed wrongly is looked at anew, with the
 * delimiter and the encoding that a person has chosen.
 */
export async function mapImport(
  db: Database,
  scope: Scope,
  id: string,
  { columns, ...wanted }: Body<typeof endpoint>,
): Promise<ImportPreview> {
  const record = await db.withTenant(scope, async (tx) => {
    const found = await lockImport(tx, id);
    demandAction(found, 'map');
    return found;
  });
  const inspection = await inspectionFor(db, scope, record, wanted);
  const mapping = { ...wanted, columns: columns ?? guessColumns(inspection, wanted) };
  const preview = previewOf({ ...record, inspection }, mapping);
  if (preview.problems.some(({ severity }) => severity === 'error')) return { ...preview, saved: false };
  await db.withTenant(scope, (tx) => save(tx, record, inspection, preview.mapping));
  return { ...preview, saved: true };
}

async function inspectionFor(
  db: Database,
  scope: Scope,
  { id, size, format, inspection }: ImportRecord,
  { delimiter, encoding }: Pick<ImportMapping, 'delimiter' | 'encoding'>,
): Promise<Inspection> {
  const asGuessed =
    (delimiter === null || delimiter === inspection.delimiter) &&
    (encoding === null || encoding === inspection.encoding);
  if (isArchive(format) || inspection.delimiter === null || asGuessed) return inspection;
  const choice = {
    format,
    sheet: null,
    delimiter: delimiter ?? inspection.delimiter,
    encoding: encoding ?? inspection.encoding,
  };
  return inspect(choice, loadFile(db, scope, { id, size }));
}

async function save(
  tx: TenantTx,
  { id, entity_id }: ImportRecord,
  inspection: Inspection,
  mapping: ImportMapping,
): Promise<void> {
  // Somebody may have started or cancelled it while the file was looked at.
  demandAction(await lockImport(tx, id), 'map');
  const rows = sheetOf(inspection, mapping.sheet).rows - mapping.header_row;
  await tx
    .sql('imports')
    .where({ id })
    .update({
      state: 'mapped',
      mapping: JSON.stringify(mapping),
      inspection: JSON.stringify(inspection),
      rows_total: Math.max(0, rows),
      updated_at: tx.sql.fn.now(),
      revision: tx.sql.raw('revision + 1'),
    });
  const columns = mapping.columns.map(({ column, field }) => `${column}: ${field}`);
  await appendEvent(tx, { type: 'import.mapped', entityId: entity_id, data: { import_id: id, columns } });
}

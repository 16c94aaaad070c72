import type { Import, ImportAction, ImportMode } from '@pebble/contract/imports';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent } from '../events/append-event.ts';
import { deleteFile } from './file-chunks.ts';
import { lockImport, readImport, type ImportRecord } from './import-record.ts';
import { actionsOf, beginsAnew } from './import-states.ts';

/** @throws ApiProblem import_state */
export function demandAction(record: ImportRecord, action: ImportAction): void {
  const allowed = actionsOf(record);
  if (allowed.includes(action)) return;
  const can =
    allowed.length === 0
      ? 'nothing can be done with it any more'
      : `what can be done is ${allowed.join(', ')}`;
  const why = record.state === 'uploaded' && action === 'start' ? ' Say first what its columns are.' : '';
  throw new ApiProblem('import_state', { detail: `The import is ${record.state}; ${can}.${why}` });
}

/** Starts an import, or goes on with one. A run from the first row forgets the report of the one before. */
export async function startImport(tx: TenantTx, id: string, mode: ImportMode | undefined): Promise<Import> {
  const record = await lockImport(tx, id);
  demandAction(record, 'start');
  const anew = beginsAnew(record.state);
  if (!anew && mode !== undefined && mode !== record.mode) {
    throw new ApiProblem('import_state', {
      detail: `The run has begun in ${record.mode} mode and keeps it. Cancel it, and upload the file again with again=true.`,
    });
  }
  if (anew) await tx.sql('import_rows').where({ import_id: id }).delete();
  await change(tx, id, {
    state: 'running',
    mode: mode ?? record.mode,
    failures: 0,
    reason: null,
    finished_at: null,
    ...(anew ? { rows_done: 0, counts: '{}', started_at: tx.sql.fn.now() } : {}),
  });
  const data = { import_id: id, mode: mode ?? record.mode, from_row: anew ? 1 : record.rows_done + 1 };
  await appendEvent(tx, { type: 'import.started', entityId: record.entity_id, data });
  return readImport(tx, id);
}

export async function pauseImport(tx: TenantTx, id: string): Promise<Import> {
  const record = await lockImport(tx, id);
  demandAction(record, 'pause');
  await change(tx, id, { state: 'paused', reason: null });
  const data = { import_id: id, rows: record.rows_done };
  await appendEvent(tx, { type: 'import.paused', entityId: record.entity_id, data });
  return readImport(tx, id);
}

export async function cancelImport(tx: TenantTx, id: string): Promise<Import> {
  const record = await lockImport(tx, id);
  demandAction(record, 'cancel');
  await change(tx, id, {
    state: 'cancelled',
    reason: 'Somebody cancelled it.',
    finished_at: tx.sql.fn.now(),
  });
  await deleteFile(tx, id);
  const data = { import_id: id, rows: record.rows_done };
  await appendEvent(tx, { type: 'import.cancelled', entityId: record.entity_id, data });
  return readImport(tx, id);
}

/** Takes the import from whoever works on it: its lease is of no worth with the next row. */
async function change(tx: TenantTx, id: string, values: Record<string, unknown>): Promise<void> {
  await tx
    .sql('imports')
    .where({ id })
    .update({
      ...values,
      waiting: false,
      lease_token: null,
      leased_until: null,
      updated_at: tx.sql.fn.now(),
      revision: tx.sql.raw('revision + 1'),
    });
}

import type { ImportMapping } from '@pebble/contract/import-mapping';
import type { Import, ImportFormat, ImportMode, ImportState, RowResult } from '@pebble/contract/imports';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { Inspection } from '../../imports/reader-protocol.ts';
import { actionsOf } from './import-states.ts';

/** A row of `imports`. */
export interface ImportRecord {
  id: string;
  tenant_id: string;
  entity_id: string;
  filename: string;
  format: ImportFormat;
  size: number;
  sha256: Buffer;
  mailbox: string | null;
  state: ImportState;
  mode: ImportMode;
  inspection: Inspection;
  mapping: ImportMapping | null;
  actor: string;
  actor_entities: string[] | null;
  rows_done: number;
  rows_total: number | null;
  counts: Partial<Record<RowResult, number>>;
  waiting: boolean;
  reason: string | null;
  revision: number;
  failures: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  file_deleted_at: Date | null;
  correlation_id: string;
  created_at_text: string;
  user_name: string | null;
}

/** For lists: everything but the inspection, which can be large. */
const LIST_COLUMNS = [
  ...[
    'id',
    'tenant_id',
    'entity_id',
    'filename',
    'format',
    'size',
    'sha256',
    'mailbox',
    'state',
    'mode',
    'actor',
  ],
  ...[
    'rows_done',
    'rows_total',
    'counts',
    'waiting',
    'reason',
    'revision',
    'created_at',
    'started_at',
    'finished_at',
  ],
  'file_deleted_at',
].map((column) => `i.${column}`);

/** Guarded, because a cast of what is no id would fail; and of the actor, so that users are found by their key. */
const USER_OF_ACTOR = `CASE WHEN i.actor ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN substr(i.actor, 6)::uuid END`;

/** Imports in scope, with the name of whoever uploaded them. */
export function importRecords(tx: TenantTx) {
  return tx
    .sql('imports as i')
    .leftJoin('users as u', (on) => on.on('u.id', tx.sql.raw(USER_OF_ACTOR)))
    .select<ImportRecord[]>(
      ...LIST_COLUMNS,
      'u.name as user_name',
      tx.sql.raw('i.created_at::text AS created_at_text'),
    );
}

/** @throws ApiProblem not_found */
export async function readImport(tx: TenantTx, id: string): Promise<Import> {
  const [row] = await importRecords(tx).where('i.id', id);
  if (!row) throw new ApiProblem('not_found');
  return toImport(row);
}

/**
 * The whole record, locked, so that two changes of one import take turns.
 *
 * @throws ApiProblem not_found
 */
export async function lockImport(tx: TenantTx, id: string): Promise<ImportRecord> {
  const row = await tx.sql<ImportRecord>('imports').where({ id }).forUpdate().first();
  if (!row) throw new ApiProblem('not_found');
  return row as ImportRecord;
}

export function toImport(row: ImportRecord): Import {
  return {
    id: row.id,
    filename: row.filename,
    format: row.format,
    size: row.size,
    sha256: row.sha256.toString('hex'),
    state: row.state,
    mode: row.mode,
    actions: actionsOf(row),
    mailbox: row.mailbox,
    entity_id: row.entity_id,
    rows_done: row.rows_done,
    rows_total: row.rows_total,
    counts: row.counts,
    waiting: row.waiting && row.state === 'running',
    reason: row.reason,
    created_by: row.user_name,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    file_deleted_at: row.file_deleted_at?.toISOString() ?? null,
  };
}

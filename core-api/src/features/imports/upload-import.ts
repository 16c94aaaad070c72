import type { Call } from '../../http/route.ts';
import type { importFile, Import } from '@pebble/contract/imports';
import { createHash } from 'node:crypto';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/new-id.ts';
import type { Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { UnreadableFile, type Inspection } from '../../imports/reader-protocol.ts';
import { sniffFormat } from '../../imports/sniff-format.ts';
import { appendEvent } from '../events/append-event.ts';
import { storeFile } from './file-chunks.ts';
import { guessMapping } from './guess-mapping.ts';
import { readImport, type ImportRecord } from './import-record.ts';
import { isArchive } from './import-states.ts';
import { inspect, unreadable } from './inspect-upload.ts';
import { startImport } from './move-import.ts';
import { previewOf } from './preview.ts';

/** Imports of a tenant that nobody has ended; each keeps a file. */
const MOST_OPEN = 50;

/**
 * Takes a file for import: looks at what it is, in a process apart, and stores it with that.
 *
 * @throws ApiProblem unreadable_file, import_exists, too_many_requests, not_ready, or invalid_request for an unknown mailbox
 */
export async function uploadImport(
  db: Database,
  scope: Scope,
  call: Call<typeof importFile>,
): Promise<Import> {
  const { filename, mailbox, again } = call.query;
  const file = Buffer.from(call.bytes.buffer, call.bytes.byteOffset, call.bytes.byteLength);
  const sha256 = createHash('sha256').update(file).digest();
  const place = await db.withTenant(scope, async (tx) => {
    if (!again) await demandNew(tx, sha256);
    await demandFewOpen(tx);
    return findPlace(tx, mailbox?.toLowerCase() ?? null);
  });
  const format = sniff(file, filename, call.context.header('content-type'));
  const inspection = await inspect({ format, sheet: null, delimiter: null, encoding: null }, [file]);
  const id = newId();
  const record = {
    ...{ id, filename, format, sha256, inspection, size: file.length, mode: call.query.mode },
    ...place,
  };
  return db.withTenant(scope, async (tx) => {
    await insertImport(tx, record);
    await storeFile(tx, { id, entityId: place.entity_id }, file);
    await appendEvent(tx, {
      type: 'import.uploaded',
      entityId: place.entity_id,
      data: { import_id: id, format, bytes: file.length, sha256: sha256.toString('hex') },
    });
    if (call.query.start) await startIfClear(tx, id);
    return readImport(tx, id);
  });
}

type NewImport = Pick<
  ImportRecord,
  'id' | 'filename' | 'format' | 'sha256' | 'inspection' | 'size' | 'mode' | 'entity_id' | 'mailbox'
>;

async function insertImport(tx: TenantTx, record: NewImport): Promise<void> {
  const { entities, actor, tenantId } = tx.scope;
  const archive = isArchive(record.format);
  await tx.sql('imports').insert({
    ...record,
    tenant_id: tenantId,
    state: archive ? 'mapped' : 'uploaded',
    inspection: JSON.stringify(record.inspection),
    actor,
    actor_entities: entities === 'all' ? null : entities,
    rows_total: archive ? record.inspection.mail_count : rowsBelowHeadings(record.inspection),
  });
}

function rowsBelowHeadings(inspection: Inspection): number {
  const rows = inspection.sheets[0]?.rows ?? 0;
  return Math.max(0, rows - guessMapping(inspection, null).header_row);
}

/** Starts at once what needs no person: an archive, or a sheet whose columns can be told. */
async function startIfClear(tx: TenantTx, id: string): Promise<void> {
  const record = await tx.sql<ImportRecord>('imports').where({ id }).first();
  if (!record) return;
  if (record.state === 'uploaded') {
    const { mapping, problems, columns } = previewOf(record as ImportRecord);
    const told = columns.some(({ field, recognised }) => field === 'from' && recognised);
    if (!told || problems.some(({ severity }) => severity === 'error')) return;
    await tx
      .sql('imports')
      .where({ id })
      .update({ state: 'mapped', mapping: JSON.stringify(mapping) });
  }
  await startImport(tx, id, undefined);
}

function sniff(file: Buffer, filename: string, contentType: string | undefined): ImportRecord['format'] {
  try {
    return sniffFormat(file, filename, contentType);
  } catch (error) {
    throw error instanceof UnreadableFile ? unreadable(error) : error;
  }
}

async function demandNew(tx: TenantTx, sha256: Buffer): Promise<void> {
  const earlier = await tx
    .sql<ImportRecord>('imports')
    .where({ sha256 })
    .whereNot({ state: 'cancelled' })
    .orderBy('created_at', 'desc')
    .first('id', 'created_at');
  if (!earlier) return;
  throw new ApiProblem('import_exists', {
    detail: `The same file was uploaded on ${earlier.created_at.toISOString()}.`,
    existing_id: earlier.id,
  });
}

async function demandFewOpen(tx: TenantTx): Promise<void> {
  const open = await tx
    .sql<ImportRecord>('imports')
    .whereIn('state', ['uploaded', 'mapped', 'running', 'paused', 'failed'])
    .limit(MOST_OPEN)
    .pluck('id');
  if (open.length < MOST_OPEN) return;
  const detail = `${MOST_OPEN} imports have been begun and not ended. Cancel those that are not needed, or wait for those that run.`;
  throw new ApiProblem('too_many_requests', { detail, retryAfter: 60 });
}

/** The entity that the import is filed under: that of the mailbox, or the first in scope. */
async function findPlace(
  tx: TenantTx,
  mailbox: string | null,
): Promise<{ entity_id: string; mailbox: string | null }> {
  if (mailbox === null) {
    const entity = await tx.sql<{ id: string }>('entities').orderBy('position').orderBy('id').first('id');
    if (!entity) throw new ApiProblem('forbidden', { detail: 'No entity is in your scope.' });
    return { entity_id: entity.id, mailbox };
  }
  const found = await tx
    .sql<{ address: string; entity_id: string }>('mailboxes')
    .where({ address: mailbox })
    .first('entity_id');
  if (found) return { entity_id: found.entity_id, mailbox };
  const message = 'is not a mailbox of your entities';
  throw new ApiProblem('invalid_request', {
    detail: `The mailbox ${message}.`,
    errors: [{ path: 'query.mailbox', message }],
  });
}

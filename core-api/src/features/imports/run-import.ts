import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { systemScope, type Scope } from '../../db/scope.ts';
import { UnreadableFile } from '../../imports/reader-protocol.ts';
import { commitBatch } from './commit-batch.ts';
import { failImport, finishImport, noteFailure } from './end-import.ts';
import { holdLease, LeaseLost, noteWaiting, type Lease } from './import-lease.ts';
import type { ImportPace } from './import-pace.ts';
import type { ImportRecord } from './import-record.ts';
import { readBatches } from './read-batches.ts';
import { rehearseRows, type RehearseMail } from './shadow-rows.ts';
import { acceptRows, type RowBatch } from './take-rows.ts';
import { waitForRoom } from './wait-for-room.ts';

export interface ImportDeps {
  db: Database;
  log: Logger;
  rehearse: RehearseMail;
  pace: ImportPace;
}

interface Run {
  deps: ImportDeps;
  lease: Lease;
  record: ImportRecord;
  /** Of whoever uploaded the file. */
  scope: Scope;
  signal: AbortSignal;
}

/** A shadow run commits often, because a rehearsal takes its time and people watch. */
const SHADOW_ROWS = 20;

/**
 * Runs an import from the first row that has no result, until it ends, somebody stops it, or it has to give way.
 *
 * @param signal aborted when this process is to stop
 */
export async function runImport(
  deps: ImportDeps,
  taken: { id: string; tenant_id: string; token: string },
  signal: AbortSignal,
): Promise<void> {
  const system = systemScope(taken.tenant_id, 'import', taken.id);
  const record = await deps.db.withTenant(system, (tx) =>
    tx.sql<ImportRecord>('imports').where({ id: taken.id }).first(),
  );
  if (!record) return;
  const lease = {
    id: record.id,
    entityId: record.entity_id,
    token: taken.token,
    seconds: deps.pace.leaseSeconds,
  };
  const scope: Scope = {
    tenantId: record.tenant_id,
    entities: record.actor_entities ?? 'all',
    actor: record.actor,
    sourceSystem: 'import',
    correlationId: record.correlation_id,
  };
  const lost = new AbortController();
  const run = {
    deps,
    lease,
    record: record as ImportRecord,
    scope,
    signal: AbortSignal.any([signal, lost.signal]),
  };
  const beat = setInterval(() => void keepLease(run, lost), (deps.pace.leaseSeconds * 1000) / 4);
  try {
    await goOn(run);
  } catch (error) {
    await settle(run, error);
  } finally {
    clearInterval(beat);
  }
}

/** Between two batches: a rehearsal, a slow reader or a full queue must not look like a dead worker. */
async function keepLease({ deps, scope, lease }: Run, lost: AbortController): Promise<void> {
  await deps.db
    .withTenant(scope, (tx) => holdLease(tx, lease))
    .catch((error: unknown) => {
      if (error instanceof LeaseLost) lost.abort(error);
    });
}

async function goOn(run: Run): Promise<void> {
  const { deps, scope, lease, record, signal } = run;
  const until = Date.now() + deps.pace.sliceMs;
  const place = { ...record };
  for (;;) {
    let crowded = false;
    for await (const batch of readBatches(deps, scope, place)) {
      crowded = !(await hasRoom(run));
      if (crowded) break;
      for (const part of parts(batch, record.mode)) {
        signal.throwIfAborted();
        await take(run, part);
        place.rows_done += part.rows.length;
      }
      if (Date.now() > until && (await deps.db.importWaits())) return;
    }
    if (!crowded) return finishImport(deps.db, scope, lease);
    // The reader has let go of its memory meanwhile.
    while (crowded) crowded = !(await hasRoom(run));
  }
}

async function hasRoom({ deps, scope, lease, record, signal }: Run): Promise<boolean> {
  if (record.mode === 'shadow') return true;
  return waitForRoom(deps, record.tenant_id, {
    signal,
    onWait: () => noteWaiting(deps.db, scope, lease, true),
  });
}

async function take({ deps, scope, lease, record }: Run, batch: RowBatch): Promise<void> {
  const judge = record.mode === 'shadow' ? await rehearseRows(deps, scope, batch) : acceptRows;
  await commitBatch(deps.db, scope, lease, batch, judge);
}

function* parts({ first, rows }: RowBatch, mode: ImportRecord['mode']): Generator<RowBatch> {
  const size = mode === 'shadow' ? SHADOW_ROWS : rows.length;
  for (let at = 0; at < rows.length; at += size) yield { first: first + at, rows: rows.slice(at, at + size) };
}

/** What stops a run, and what comes of it. */
async function settle({ deps, scope, lease, record, signal }: Run, error: unknown): Promise<void> {
  const log = deps.log.child({ import_id: record.id, correlation_id: record.correlation_id });
  if (error instanceof LeaseLost || signal.aborted) return;
  if (error instanceof UnreadableFile) {
    await failImport(deps.db, scope, lease, error.message).catch(ignoreLost);
    return;
  }
  log.warn({ err: error }, 'an import was interrupted and will go on');
  // The database itself may be what is away; then the lease ends by the clock.
  await noteFailure(deps.db, scope, lease, deps.pace.restSeconds).catch(() => undefined);
}

function ignoreLost(error: unknown): void {
  if (!(error instanceof LeaseLost)) throw error;
}

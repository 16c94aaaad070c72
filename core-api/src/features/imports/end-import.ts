import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvent } from '../events/append-event.ts';
import { holdLease, type Lease } from './import-lease.ts';
import type { ImportRecord } from './import-record.ts';

/** Interruptions in a row, without one row taken between them, after which a person has to look. */
const MAX_FAILURES = 5;

/** Every row has its result. */
export function finishImport(db: Database, scope: Scope, lease: Lease): Promise<void> {
  return db.withTenant(scope, async (tx) => {
    const { rows_done, counts } = await holdLease(tx, lease);
    await end(tx, lease, { state: 'done', rows_total: rows_done, reason: null });
    await appendEvent(tx, {
      type: 'import.finished',
      entityId: lease.entityId,
      data: { import_id: lease.id, rows: rows_done, counts },
    });
  });
}

/** The file cannot be read on. What was taken is kept, and a person may start it again. @param reason for people */
export function failImport(db: Database, scope: Scope, lease: Lease, reason: string): Promise<void> {
  return db.withTenant(scope, async (tx) => {
    const { rows_done } = await holdLease(tx, lease);
    await fail(tx, lease, rows_done, reason);
  });
}

/** Something that is no fault of the file came between: the import rests and goes on, or after several times fails. */
export function noteFailure(db: Database, scope: Scope, lease: Lease, restSeconds: number): Promise<void> {
  return db.withTenant(scope, async (tx) => {
    const { rows_done } = await holdLease(tx, lease);
    const [row] = await tx
      .sql<{ id: string; failures: number }>('imports')
      .where({ id: lease.id })
      .increment('failures')
      .returning('failures');
    const failures = row?.failures ?? 1;
    if (failures >= MAX_FAILURES) return fail(tx, lease, rows_done, OUR_FAULT);
    // Without the token nobody gives it back before it has rested.
    await tx
      .sql('imports')
      .where({ id: lease.id })
      .update({
        lease_token: null,
        leased_until: tx.sql.raw('clock_timestamp() + make_interval(secs => ?)', [restSeconds * failures]),
      });
  });
}

const OUR_FAULT = 'Something failed on our side several times; the log of your operator has it.';

async function fail(tx: TenantTx, lease: Lease, rows: number, reason: string): Promise<void> {
  await end(tx, lease, { state: 'failed', reason });
  await appendEvent(tx, {
    type: 'import.failed',
    entityId: lease.entityId,
    data: { import_id: lease.id, rows, reason },
  });
}

async function end(tx: TenantTx, lease: Lease, change: Partial<ImportRecord>): Promise<void> {
  await tx
    .sql('imports')
    .where({ id: lease.id })
    .update({
      ...change,
      waiting: false,
      lease_token: null,
      leased_until: null,
      finished_at: tx.sql.fn.now(),
      updated_at: tx.sql.fn.now(),
      revision: tx.sql.raw('revision + 1'),
    });
}

import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import { systemScope } from '../../db/scope.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { readHorizon } from '../events/read-horizon.ts';
import { genesis, hashBlock, headAfter, insertBlock, lastBlock, type Block, type Head } from './block.ts';
import { hashEvent, storedEvents, type StoredEvent } from './stored-event.ts';

/** Most events in a block: bounds memory, and how long one transaction of the sealer runs. */
const MOST_EVENTS = 1_000;

/** The database's transaction counter lies behind the log: it was restored from a dump into a new server. */
export class CounterBehindError extends Error {
  override readonly name = 'CounterBehindError';
}

export interface Sealed {
  /** The block just written; null when there was nothing to seal. */
  block: Block | null;
  /** More lies ready. */
  full: boolean;
  /** Committed events wait for a running transaction; try again shortly. */
  held: boolean;
}

/**
 * Seals the next events of one tenant into a block. Any number of processes may try at once: they take turns, and who comes
 * second goes on from the first one's block.
 *
 * @throws CounterBehindError
 */
export function sealTenant(
  { db, key, mostEvents = MOST_EVENTS }: { db: Database; key: Uint8Array; mostEvents?: number },
  tenantId: string,
): Promise<Sealed> {
  return db.withTenant(systemScope(tenantId, 'sealer', newId()), async (tx) => {
    await takeTurn(tx);
    const last = await lastBlock(tx);
    const head = last ? headAfter(last) : genesis(key, tenantId);
    const horizon = await readHorizon(tx);
    if (horizon.xid <= head.position.xid) {
      throw new CounterBehindError(
        `transaction ${horizon.xid} is the oldest that runs, but the log is sealed up to ${head.position.xid}`,
      );
    }
    const events = await storedEvents(tx, {
      after: head.position,
      beforeXid: horizon.xid,
      limit: mostEvents,
    });
    const block = nextBlock(key, tx, head, events, await now(tx));
    if (block) await insertBlock(tx, block);
    if (block) crashPoint('seal.before-commit');
    return { block, full: events.length === mostEvents, held: horizon.held };
  });
}

/** Until the transaction ends, no other process seals this tenant. What it sealed before is visible from the next statement on. */
async function takeTurn(tx: TenantTx): Promise<void> {
  await tx.sql.raw(`SELECT pg_advisory_xact_lock(hashtextextended('audit ' || ?, 0))`, [tx.scope.tenantId]);
}

/** By the clock that stamps the events. */
async function now(tx: TenantTx): Promise<string> {
  const { rows } = await tx.sql.raw<{ rows: { at: string }[] }>(
    `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`,
  );
  return rows[0]?.at ?? '';
}

function nextBlock(
  key: Uint8Array,
  tx: TenantTx,
  head: Head,
  events: readonly StoredEvent[],
  sealedAt: string,
): Block | null {
  const last = events.at(-1);
  if (!last) return null;
  const block = {
    tenant_id: tx.scope.tenantId,
    height: head.height + 1,
    previous_hash: head.hash,
    last_xid: last.xid,
    last_id: last.id,
    event_ids: events.map((event) => event.id),
    event_hashes: events.map((event) => hashEvent(key, event).toString('hex')),
    sealed_at: sealedAt,
    source_system: tx.scope.sourceSystem,
    correlation_id: tx.scope.correlationId,
  };
  return { ...block, hash: hashBlock(key, block) };
}

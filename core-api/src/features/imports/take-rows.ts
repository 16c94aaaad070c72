import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { acceptBatch, type Offer } from '../ingestion/accept-batch.ts';
import { holdLease, LeaseLost, type Lease } from './import-lease.ts';
import { findKnownRows, keyText, type KnownRow } from './known-rows.ts';
import { isTaken, writeOutcomes, type RowOutcome } from './row-outcome.ts';
import type { SourceRow } from './source-rows.ts';

/** Rows that belong together: they are taken in one transaction, or not at all. */
export interface RowBatch {
  /** Number of the first row, from 1. */
  first: number;
  rows: readonly SourceRow[];
}

/** Says what becomes of rows that are mails and no copies. @param rows their numbers */
export type Judge = (
  tx: TenantTx,
  offers: readonly Offer[],
  rows: readonly number[],
) => Promise<RowOutcome[]>;

/** The live run: what is no copy is accepted, by the same way as all mail. */
export const acceptRows: Judge = async (tx, offers) => {
  const verdicts = await acceptBatch(tx, offers);
  return offers.map(({ trackingId }, index): RowOutcome => {
    const refusal = verdicts[index] ?? null;
    if (refusal === null) return { result: 'accepted', trackingId };
    return { result: refusal.code === 'sender_blacklisted' ? 'rejected' : 'error', reason: refusal.message };
  });
};

/**
 * Takes a batch of rows: their mails, their results, and how far the import is, in one transaction. Whatever dies, the next
 * run begins with the first row that has no result, and no row is taken twice.
 *
 * @throws LeaseLost
 */
export async function takeRows(tx: TenantTx, lease: Lease, batch: RowBatch, judge: Judge): Promise<void> {
  const { rows_done, counts } = await holdLease(tx, lease);
  if (rows_done !== batch.first - 1) throw new LeaseLost('another worker has gone on meanwhile');
  const outcomes = await decide(tx, lease.id, batch, judge);
  const placed = batch.rows.map(({ line }, index) => ({
    ...(outcomes[index] ?? { result: 'error' as const, reason: 'was not looked at' }),
    row: batch.first + index,
    line,
  }));
  await writeOutcomes(tx, lease, placed);
  for (const { result } of placed) counts[result] = (counts[result] ?? 0) + 1;
  await tx
    .sql('imports')
    .where({ id: lease.id })
    .update({
      rows_done: rows_done + batch.rows.length,
      counts: JSON.stringify(counts),
      waiting: false,
      failures: 0,
      revision: tx.sql.raw('revision + 1'),
      updated_at: tx.sql.fn.now(),
    });
}

/** What is known of a row before it is judged. `copyOf` is a row of this batch, by its index. */
type Sorted =
  { error: string } | { known: KnownRow } | { copyOf: number } | { offer: Offer; key: Buffer | null };

async function decide(tx: TenantTx, importId: string, batch: RowBatch, judge: Judge): Promise<RowOutcome[]> {
  const keys = batch.rows.flatMap((row) => ('mail' in row && row.key ? [row.key] : []));
  const known = await findKnownRows(tx, importId, keys);
  const sorted = sortRows(batch.rows, known, tx.scope.correlationId);
  const fresh = sorted.flatMap((row, index) => ('offer' in row ? [{ ...row, index }] : []));
  const judged = await judge(
    tx,
    fresh.map(({ offer }) => offer),
    fresh.map(({ index }) => batch.first + index),
  );
  const outcomes = new Map(
    fresh.flatMap(({ index, key }, at) => {
      const outcome = judged[at];
      return outcome ? [[index, { ...outcome, key }] as const] : [];
    }),
  );
  return sorted.map((row, index): RowOutcome => {
    if ('error' in row) return { result: 'error', reason: row.error };
    if ('known' in row) return copyOfKnown(row.known, importId);
    if ('offer' in row) return outcomes.get(index) ?? { result: 'error', reason: 'was not judged' };
    const first: RowOutcome = outcomes.get(row.copyOf) ?? { result: 'error', reason: 'was not judged' };
    // A copy of what was refused is refused for the same reason.
    if (!isTaken(first)) return first;
    return {
      result: 'duplicate',
      reason: `Says the same as row ${batch.first + row.copyOf}.`,
      trackingId: first.trackingId ?? null,
    };
  });
}

function sortRows(
  rows: readonly SourceRow[],
  known: ReadonlyMap<string, KnownRow>,
  correlationId: string,
): Sorted[] {
  const firsts = new Map<string, number>();
  return rows.map((row, index): Sorted => {
    if ('error' in row) return { error: row.error };
    const key = row.key && keyText(row.key);
    const earlier = key === null ? undefined : known.get(key);
    if (earlier) return { known: earlier };
    const first = key === null ? undefined : firsts.get(key);
    if (first !== undefined) return { copyOf: first };
    if (key !== null) firsts.set(key, index);
    return { offer: { mail: row.mail, trackingId: newId(), correlationId }, key: row.key };
  });
}

function copyOfKnown({ import_id, row_number, tracking_id }: KnownRow, importId: string): RowOutcome {
  const where = import_id === importId ? '' : ' of an earlier import';
  return {
    result: 'duplicate',
    reason: `Says the same as row ${row_number}${where}.`,
    trackingId: tracking_id,
  };
}

import { BoxBroken } from '../crypto/aes-box.ts';
import { SealingKeyMissing, type KeyRing } from '../crypto/key-ring.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { SEALED_KINDS, type SealedKind } from './sealed-columns.ts';

export interface Rewrapped {
  changed: number;
  /** Rows that did not open, by the name of the missing key; under `damaged` those that no key opens. */
  stuck: Record<string, number>;
}

type InTenant = <T>(work: (tx: TenantTx) => Promise<T>) => Promise<T>;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Brings everything sealed of a tenant under the ring's current key, batch by batch. Of what is in the present layout only the
 * wrapped data key changes. Reading goes on meanwhile: a row opens before and after.
 *
 * While a new key is rolled out, processes disagree for some minutes which one is current, and may wrap a row to and fro. That
 * costs a little and loses nothing.
 *
 * @param inTenant opens a transaction of the tenant, one for each batch
 * @param enough asked before each batch: true ends the work early
 */
export async function rewrapTenant(
  keyRing: KeyRing,
  inTenant: InTenant,
  enough: () => boolean = () => false,
): Promise<Rewrapped> {
  const total: Rewrapped = { changed: 0, stuck: {} };
  for (const kind of SEALED_KINDS) {
    let after: string | undefined = BEFORE_ALL;
    while (after !== undefined && !enough()) {
      const from: string = after;
      after = await inTenant((tx) => rewrapBatch(tx, keyRing, kind, from, total));
    }
  }
  return total;
}

/** Returns where the next batch begins; undefined after the last. */
async function rewrapBatch(
  tx: TenantTx,
  keyRing: KeyRing,
  kind: SealedKind,
  after: string,
  total: Rewrapped,
): Promise<string | undefined> {
  const rows = await kind.outdated(tx, keyRing.current, after);
  for (const row of rows) {
    try {
      await kind.renew(tx, keyRing, row);
      total.changed += 1;
    } catch (error) {
      // What does not open must not keep the rest under an old key.
      if (!(error instanceof SealingKeyMissing || error instanceof BoxBroken)) throw error;
      const what = error instanceof SealingKeyMissing ? error.kid : 'damaged';
      total.stuck[what] = (total.stuck[what] ?? 0) + 1;
    }
  }
  return rows.at(-1)?.id;
}

/** How many sealed things of a tenant open with which key. */
export async function countByKey(tx: TenantTx): Promise<Record<string, number>> {
  const { rows } = await tx.sql.raw<{ rows: { key: string; count: number }[] }>(
    `SELECT key, count(*) AS count FROM (${SEALED_KINDS.flatMap(({ keys }) => keys ?? []).join(' UNION ALL ')}) sealed
     GROUP BY key ORDER BY key`,
  );
  return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
}

import { deadPayload, doorSecret, repairPayload } from '../crypto/contexts.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { rewrapWhole } from '../crypto/sealed-whole.ts';
import type { TenantTx } from '../db/with-tenant.ts';

/** A kind of rows that hold something sealed. Whoever seals in a new table adds it here, or its key can never be retired. */
export interface SealedKind {
  /** SQL that gives the `key` of each of its rows; null when another kind counts them. */
  keys: string | null;
  /** Rows after `after`, in the order of their ids, that another key than the current one has sealed. */
  outdated(tx: TenantTx, current: string, after: string): Promise<{ id: string }[]>;
  /** Brings one of them under the current key. @throws SealingKeyMissing, BoxBroken */
  renew(tx: TenantTx, keyRing: KeyRing, row: { id: string }): Promise<void>;
}

/** What the first layout has sealed is named so where keys are counted. */
export const FIRST_LAYOUT = 'master (first layout)';

interface TwoParts {
  id: string;
  version: number;
  payload_key: Buffer;
}

/** Wrapped key and payload in two columns: only the small one is written. */
function twoParts(
  table: 'sync_errors' | 'mail_repairs',
  contextOf: (tenantId: string, row: TwoParts) => string,
): SealedKind {
  return {
    keys: `SELECT coalesce(payload_key_id, '${FIRST_LAYOUT}') AS key FROM ${table} WHERE payload_sealed IS NOT NULL`,
    async outdated(tx, current, after) {
      const { rows } = await tx.sql.raw<{ rows: TwoParts[] }>(
        `SELECT inbound_id AS id, version, payload_key FROM ${table}
         WHERE payload_key_id <> ? AND inbound_id > ?::uuid ORDER BY inbound_id LIMIT 50 FOR UPDATE SKIP LOCKED`,
        [current, after],
      );
      return rows;
    },
    async renew(tx, keyRing, row) {
      const sealed = row as TwoParts;
      const key = keyRing.rewrap(contextOf(tx.scope.tenantId, sealed), sealed.payload_key);
      if (key === null) return;
      await tx
        .sql(table)
        .where({ inbound_id: row.id })
        .update({ payload_key: key, payload_key_id: keyRing.current });
    },
  };
}

/** Sealed as a whole, without a data key of its own: sealed anew once, and in two parts from then on. */
const firstLayout: SealedKind = {
  keys: null,
  async outdated(tx, _current, after) {
    // Few at a time: each may be a mail of 25 MB.
    const { rows } = await tx.sql.raw<{ rows: { id: string }[] }>(
      `SELECT inbound_id AS id, payload_sealed FROM sync_errors
       WHERE payload_sealed IS NOT NULL AND payload_key IS NULL AND inbound_id > ?::uuid
       ORDER BY inbound_id LIMIT 2 FOR UPDATE SKIP LOCKED`,
      [after],
    );
    return rows;
  },
  async renew(tx, keyRing, row) {
    const context = deadPayload(tx.scope.tenantId, row.id);
    const { payload_sealed: before } = row as { id: string; payload_sealed: Buffer };
    const { key, box } = keyRing.seal(context, keyRing.open(context, { key: null, box: before }));
    await tx
      .sql('sync_errors')
      .where({ inbound_id: row.id })
      .update({ payload_sealed: box, payload_key: key, payload_key_id: keyRing.current });
  },
};

/** The name of the key stands in the bytes: version, length of the name, name. */
export const keyIdIn = (column: string) =>
  `CASE get_byte(${column}, 0) WHEN 2 THEN convert_from(substring(${column} FROM 3 FOR get_byte(${column}, 1)), 'UTF8')
   ELSE '${FIRST_LAYOUT}' END`;

/** Small secrets in one column. */
function whole(table: string, column: string): SealedKind {
  return {
    keys: `SELECT ${keyIdIn(column)} AS key FROM ${table} WHERE ${column} IS NOT NULL`,
    async outdated(tx, current, after) {
      const { rows } = await tx.sql.raw<{ rows: { id: string }[] }>(
        `SELECT id, ${column} AS sealed FROM ${table}
         WHERE ${column} IS NOT NULL AND ${keyIdIn(column)} <> ? AND id > ?::uuid
         ORDER BY id LIMIT 50 FOR UPDATE SKIP LOCKED`,
        [current, after],
      );
      return rows;
    },
    async renew(tx, keyRing, row) {
      const { sealed } = row as { id: string; sealed: Buffer };
      const renewed = rewrapWhole(keyRing, doorSecret(tx.scope.tenantId, row.id), sealed);
      if (renewed !== null)
        await tx
          .sql(table)
          .where({ id: row.id })
          .update({ [column]: renewed });
    },
  };
}

export const SEALED_KINDS: readonly SealedKind[] = [
  twoParts('sync_errors', (tenantId, { id }) => deadPayload(tenantId, id)),
  twoParts('mail_repairs', (tenantId, { id, version }) => repairPayload(tenantId, id, version)),
  firstLayout,
  whole('webhook_secrets', 'secret_sealed'),
  whole('mail_accounts', 'password_sealed'),
  whole('connections', 'secrets_sealed'),
  whole('connections', 'session_sealed'),
  whole('feed_pushes', 'registration_sealed'),
  whole('flow_deployments', 'secret_sealed'),
];

import type { Query, ReplyInput } from '@pebble/contract/endpoint';
import type { listSyncErrorCauses, SyncErrorCause } from '@pebble/contract/dead-letters';
import type { TenantTx } from '../../db/with-tenant.ts';
import { explain } from './explain.ts';

const MOST = 200;

interface CauseRow {
  fingerprint: string;
  count: number;
  error_class: string;
  step: string | null;
  message: string;
  example_id: string;
  first_died_at: Date;
  last_died_at: Date;
  senders: number;
  entities: SyncErrorCause['entities'];
}

/** Dead letters of a status by what they died of, the most frequent cause first. */
export async function listCauses(
  tx: TenantTx,
  query: Query<typeof listSyncErrorCauses>,
): Promise<ReplyInput<typeof listSyncErrorCauses>> {
  // Class, step and message are those of the mail that died last: of one fingerprint they are alike, but need not be the same.
  const { rows } = await tx.sql.raw<{ rows: CauseRow[] }>(
    `WITH chosen AS (
       SELECT s.id, s.fingerprint, s.error_class, s.step, s.message, s.entity_id, s.created_at, s.last_died_at, i.from_address FROM sync_errors s JOIN inbound_emails i ON i.tenant_id = s.tenant_id AND i.id = s.inbound_id
       WHERE s.status = ? AND (?::uuid IS NULL OR s.entity_id = ?::uuid)
     ), causes AS (
       SELECT fingerprint, count(*) AS count, min(created_at) AS first_died_at, max(last_died_at) AS last_died_at,
              count(DISTINCT from_address) AS senders FROM chosen
       GROUP BY fingerprint ORDER BY count(*) DESC, max(last_died_at) DESC, fingerprint LIMIT ?
     ), latest AS (
       SELECT DISTINCT ON (fingerprint) fingerprint, id AS example_id, error_class, step, message FROM chosen
       ORDER BY fingerprint, last_died_at DESC, id DESC
     ), shares AS (
       SELECT x.fingerprint, jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'count', x.count)
                                       ORDER BY x.count DESC, e.name) AS entities
       FROM (SELECT fingerprint, entity_id, count(*) AS count FROM chosen GROUP BY fingerprint, entity_id) x
       JOIN entities e ON e.id = x.entity_id GROUP BY x.fingerprint
     )
     SELECT c.*, l.example_id, l.error_class, l.step, l.message, s.entities
     FROM causes c JOIN latest l USING (fingerprint) JOIN shares s USING (fingerprint)
     ORDER BY c.count DESC, c.last_died_at DESC, c.fingerprint`,
    [query.status, query.entity_id ?? null, query.entity_id ?? null, MOST] as never,
  );
  const settled = query.status === 'resolved' || query.status === 'discarded';
  return { items: rows.map((row) => showCause(row, settled)), next_cursor: null };
}

function showCause(row: CauseRow, settled: boolean): SyncErrorCause {
  const { count, senders, entities, first_died_at, last_died_at } = row;
  const touched = { count, senders, entities: entities.map(({ name }) => name) };
  return {
    ...row,
    explanation: explain({ errorClass: row.error_class, step: row.step }, touched, settled),
    first_died_at: first_died_at.toISOString(),
    last_died_at: last_died_at.toISOString(),
  };
}

import type { TenantTx } from '../../db/with-tenant.ts';
import type { InboundMail } from './inbound-mail.ts';
import { lockNumber, SUBJECT_LOCK, type SubjectSearch } from './thread-keys.ts';

/** Somebody else has taken a key of a mail that was believed to begin a conversation. */
export class KeyRaced extends Error {
  override readonly name = 'KeyRaced';

  constructor() {
    super('another mail of the same conversation was placed in this moment');
  }
}

/** Takes the locks on subjects that mails share; see `knownKeys`. */
export async function lockSubjects(
  tx: TenantTx,
  subjects: readonly { entityId: string; key: Buffer }[],
): Promise<void> {
  if (subjects.length === 0) return;
  // In one order everywhere: an answer that waits for one of them makes those queue that come after it.
  const numbers = subjects.map(({ entityId, key }) => lockNumber(entityId, key)).sort((a, b) => a - b);
  await tx.sql.raw('SELECT pg_advisory_xact_lock_shared(?, n) FROM unnest(?::int[]) AS n', [
    SUBJECT_LOCK,
    numbers,
  ] as never);
}

interface Sought {
  inbound: InboundMail;
  keys: readonly Buffer[];
  search: SubjectSearch | null;
}

/** The tracking ids of those mails of which a key leads to a card, or a subject perhaps. */
export async function seekKeys(tx: TenantTx, mails: readonly Sought[]): Promise<Set<string>> {
  const keys = mails.flatMap(({ inbound, keys: all }) => all.map((key) => ({ inbound, key })));
  const subjects = mails.flatMap(({ inbound, search }) => (search ? [{ inbound, ...search }] : []));
  const { rows } = await tx.sql.raw<{ rows: { id: string }[] }>(SEEK, [
    ...idsOf(keys),
    ...[keys.map(({ key }) => key), tx.scope.tenantId],
    ...idsOf(subjects),
    subjects.map(({ key }) => key),
    subjects.map(({ since }) => since),
    ...[subjects.map(({ openedByReply }) => openedByReply), tx.scope.tenantId],
  ] as never);
  return new Set(rows.map((row) => row.id));
}

function idsOf(mails: readonly { inbound: InboundMail }[]): [ids: string[], entities: string[]] {
  return [mails.map(({ inbound }) => inbound.id), mails.map(({ inbound }) => inbound.entity_id)];
}

// Scalar subqueries, which no planner turns into a join that reads all keys of the tenant. And keys as they are stored: what a
// function makes of a value is compared only after row security has let a row through, so that no index would help.
const SEEK = `
  SELECT k.id FROM unnest(?::uuid[], ?::uuid[], ?::bytea[]) AS k (id, entity_id, key)
  WHERE (SELECT true FROM thread_keys t WHERE t.tenant_id = ? AND t.entity_id = k.entity_id AND t.key_hash = k.key LIMIT 1)
  UNION
  SELECT s.id
  FROM unnest(?::uuid[], ?::uuid[], ?::bytea[], ?::timestamptz[], ?::boolean[]) AS s (id, entity_id, key, since, opened_by_reply)
  WHERE (
    SELECT true FROM cards c WHERE c.tenant_id = ? AND c.entity_id = s.entity_id AND c.subject_key = s.key
      AND c.last_mail_at >= s.since AND c.merged_into IS NULL AND (c.opened_by_reply OR NOT s.opened_by_reply) LIMIT 1)`;

interface FreshKey {
  inbound: InboundMail;
  threadId: string;
  correlationId: string;
  key: Buffer;
}

/** Makes new threads known by their keys. @throws KeyRaced when one of them is known meanwhile */
export async function takeFreshKeys(tx: TenantTx, keys: readonly FreshKey[]): Promise<void> {
  // In one order everywhere: two transactions that wait for each other's keys would deadlock.
  const sorted = keys.toSorted((a, b) => Buffer.compare(a.key, b.key));
  const { rowCount } = await tx.sql.raw<{ rowCount: number }>(
    `INSERT INTO thread_keys (tenant_id, entity_id, key_hash, thread_id, correlation_id)
     SELECT ?, * FROM unnest(?::uuid[], ?::bytea[], ?::uuid[], ?::text[])
     ON CONFLICT (tenant_id, entity_id, key_hash) DO NOTHING`,
    [
      tx.scope.tenantId,
      sorted.map(({ inbound }) => inbound.entity_id),
      sorted.map(({ key }) => key),
      sorted.map(({ threadId }) => threadId),
      sorted.map(({ correlationId }) => correlationId),
    ] as never,
  );
  if (rowCount !== keys.length) throw new KeyRaced();
}

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
  const keys = mails.flatMap(({ inbound, keys: all }) =>
    all.map((key) => ({ id: inbound.id, entity_id: inbound.entity_id, key: key.toString('hex') })),
  );
  const subjects = mails.flatMap(({ inbound, search }) =>
    search
      ? [
          {
            ...{ id: inbound.id, entity_id: inbound.entity_id, key: search.key.toString('hex') },
            ...{ since: search.since, opened_by_reply: search.openedByReply },
          },
        ]
      : [],
  );
  const { rows } = await tx.sql.raw<{ rows: { id: string }[] }>(
    `SELECT k.id FROM json_to_recordset(?::json) AS k (id uuid, entity_id uuid, key text)
     WHERE EXISTS (SELECT FROM thread_keys t WHERE t.tenant_id = ? AND t.entity_id = k.entity_id AND t.key_hash = decode(k.key, 'hex'))
     UNION
     SELECT s.id FROM json_to_recordset(?::json) AS s (id uuid, entity_id uuid, key text, since timestamptz, opened_by_reply boolean)
     WHERE EXISTS (SELECT FROM cards c WHERE c.tenant_id = ? AND c.entity_id = s.entity_id AND c.subject_key = decode(s.key, 'hex')
       AND c.last_mail_at >= s.since AND c.merged_into IS NULL AND (c.opened_by_reply OR NOT s.opened_by_reply))`,
    [JSON.stringify(keys), tx.scope.tenantId, JSON.stringify(subjects), tx.scope.tenantId],
  );
  return new Set(rows.map((row) => row.id));
}

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

import { createHash } from 'node:crypto';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { SubjectEvidence } from '../../mail/thread-evidence.ts';

/** Where a key leads: a thread, and the card on which its mails are now. */
export interface KnownKey {
  threadId: string;
  cardId: string;
}

/** Known keys by their hexadecimal form. */
export type KnownKeys = ReadonlyMap<string, KnownKey>;

/** The first of the two numbers of an advisory lock; the second says which subject or entity. */
export const SUBJECT_LOCK = 8001;

/**
 * Which of the keys lead to a card already. Takes the lock on the mail's subject first: a lost answer waits for mails with its
 * subject that are being placed in this moment, and they for it, but not for each other.
 */
export async function knownKeys(
  tx: TenantTx,
  entityId: string,
  keys: readonly Buffer[],
  subject: SubjectEvidence | null = null,
): Promise<KnownKeys> {
  const lock = subject?.lost ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
  const { rows } = await tx.sql.raw<{ rows: KeyRow[] }>(
    `${subject ? `SELECT ${lock}(?, ?)::text AS key, NULL::uuid AS thread_id, NULL::uuid AS card_id UNION ALL` : ''}
     SELECT encode(t.key_hash, 'hex') AS key, t.thread_id, CASE WHEN c.merged_into IS NULL THEN c.id ELSE live_card(c.id) END AS card_id
     FROM thread_keys t JOIN cards c ON c.tenant_id = t.tenant_id AND c.thread_id = t.thread_id
     WHERE t.entity_id = ? AND t.key_hash = ANY (?::bytea[])`,
    [...(subject ? [SUBJECT_LOCK, lockNumber(entityId, subject.key)] : []), entityId, keys] as never,
  );
  return new Map(
    rows.flatMap((row) =>
      row.thread_id === null || row.card_id === null
        ? []
        : [[row.key, { threadId: row.thread_id, cardId: row.card_id }]],
    ),
  );
}

interface KeyRow {
  key: string;
  thread_id: string | null;
  card_id: string | null;
}

export interface TakenKeys {
  taken: Buffer[];
  /** Cards with the subject that was asked for, newest mail first. */
  candidates: string[];
}

/** What to look for among the cards that share a mail's subject. */
export interface SubjectSearch {
  key: Buffer;
  /** Only cards whose first mail was a lost answer. */
  openedByReply: boolean;
  /** The card's last mail came no earlier. */
  since: Date;
  most: number;
}

/**
 * Makes a thread known by the keys that nobody has. A key that another transaction is taking in this very moment is waited for,
 * and left to it when it commits. Looks for cards by subject in the same round trip, when asked to.
 */
export async function takeKeys(
  tx: TenantTx,
  entityId: string,
  threadId: string,
  keys: readonly Buffer[],
  search: SubjectSearch | null = null,
): Promise<TakenKeys> {
  const { rows } = await tx.sql.raw<{ rows: { taken: Buffer[]; candidates: string[] }[] }>(
    `WITH taken AS (
       INSERT INTO thread_keys (tenant_id, entity_id, key_hash, thread_id)
       SELECT ?, ?, key, ? FROM unnest(?::bytea[]) AS key ON CONFLICT (tenant_id, entity_id, key_hash) DO NOTHING
       RETURNING key_hash
     )
     SELECT ARRAY(SELECT key_hash FROM taken) AS taken, ${search ? BY_SUBJECT : `'{}'::uuid[]`} AS candidates`,
    [
      ...[tx.scope.tenantId, entityId, threadId],
      // In one order everywhere: two transactions that wait for each other's keys would deadlock.
      [...keys].sort(Buffer.compare),
      ...(search ? [entityId, search.key, search.since, search.openedByReply, search.most] : []),
    ] as never,
  );
  return rows[0] ?? { taken: [], candidates: [] };
}

const BY_SUBJECT = `ARRAY(
  SELECT id FROM cards WHERE entity_id = ? AND subject_key = ? AND last_mail_at >= ? AND merged_into IS NULL
    AND (opened_by_reply OR NOT ?) ORDER BY last_mail_at DESC LIMIT ?)`;

/** Gives keys that this transaction has just taken to the thread that they belong to after all. */
export async function moveKeys(
  tx: TenantTx,
  entityId: string,
  keys: readonly Buffer[],
  threadId: string,
): Promise<void> {
  await tx.sql.raw(
    'UPDATE thread_keys SET thread_id = ? WHERE entity_id = ? AND key_hash = ANY (?::bytea[])',
    [threadId, entityId, keys] as never,
  );
}

/** Collisions cost a moment of waiting and nothing else. */
export function lockNumber(entityId: string, key: Buffer): number {
  return createHash('sha256').update(entityId).update(key).digest().readInt32BE();
}

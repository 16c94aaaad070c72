import type { TenantTx } from '../../db/with-tenant.ts';
import { threadKeys } from '../../mail/mail-identity.ts';
import { reportedIds } from '../../mail/noise-report.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';

/**
 * The card whose thread a piece of noise belongs to: by the mails that it answers, or that a bounce sends back. Only reads;
 * noise never makes a thread.
 */
export async function cardConcerned(
  tx: TenantTx,
  entityId: string,
  mail: ParsedMail,
): Promise<string | null> {
  const inReplyTo = [...mail.inReplyTo, ...reportedIds(mail)];
  // Its own key stands first, and no thread has that.
  const [, ...keys] = threadKeys({ ...mail, inReplyTo });
  if (keys.length === 0) return null;
  const { rows } = await tx.sql.raw<{ rows: { card_id: string }[] }>(
    `SELECT live_card(c.id) AS card_id FROM thread_keys k
     JOIN cards c ON c.tenant_id = k.tenant_id AND c.thread_id = k.thread_id
     WHERE k.entity_id = ? AND k.key_hash = ANY (?::bytea[])
     ORDER BY array_position(?::bytea[], k.key_hash) LIMIT 1`,
    [entityId, keys, keys] as never,
  );
  return rows[0]?.card_id ?? null;
}

import type { TenantTx } from '../../db/with-tenant.ts';
import { DEFAULT_RULES, rulesOf, type NoiseRules, type PolicyRow } from '../senders/noise-policy.ts';

/** What a mail is judged by besides itself. */
export interface NoiseFacts {
  rules: NoiseRules;
  receivedAt: Date;
  loopKey: string | null;
  /** A person has said that it is no noise. */
  opened: boolean;
}

interface FactsRow extends PolicyRow {
  has_policy: boolean;
  received_at: Date;
  loop_key: string | null;
  opened: boolean;
}

/** Read only for a mail that is suspected of something. */
export async function noiseFacts(tx: TenantTx, trackingId: string): Promise<NoiseFacts> {
  const { rows } = await tx.sql.raw<{ rows: FactsRow[] }>(
    `SELECT p.*, p.tenant_id IS NOT NULL AS has_policy, i.received_at, i.loop_key::text, i.opened_at IS NOT NULL AS opened
     FROM inbound_emails i LEFT JOIN noise_policies p ON p.tenant_id = i.tenant_id WHERE i.id = ?`,
    [trackingId],
  );
  const [row] = rows;
  if (!row) throw new Error('a mail vanished while it was worked on');
  const { received_at: receivedAt, loop_key: loopKey, opened } = row;
  return { rules: row.has_policy ? rulesOf(row) : DEFAULT_RULES, receivedAt, loopKey, opened };
}

const HOUR_MS = 3_600_000;

/**
 * Earlier mails that are much the same, within the window of the rules; counted up to `most`. They are counted by the
 * moment in which they were received, so it does not matter how many workers there are, in what order they work, or how
 * late. Copies of one mail do not count, nor do the further entities of one delivery: sending a mail again is no loop.
 */
export async function countAlike(
  tx: TenantTx,
  trackingId: string,
  { rules, receivedAt, loopKey }: NoiseFacts,
  most: number,
): Promise<number> {
  if (loopKey === null) return 0;
  const since = receivedAt.getTime() - rules.loopGuard.window_minutes * 60_000;
  // Named one by one, as the index inbound_loops has them: a range of hours would read all mail of those hours.
  const hours: Date[] = [];
  for (let hour = Math.floor(since / HOUR_MS); hour * HOUR_MS <= receivedAt.getTime(); hour++) {
    hours.push(new Date(hour * HOUR_MS));
  }
  const { rows } = await tx.sql.raw<{ rows: { alike: number }[] }>(
    `SELECT count(*)::int AS alike FROM (
       SELECT FROM inbound_emails
       WHERE loop_hour = ANY (?::timestamptz[]) AND loop_key = ?
         AND received_at > ? AND (received_at, id) < (SELECT received_at, id FROM inbound_emails WHERE id = ?)
         AND state <> 'duplicate' AND delivered_with IS NULL
       LIMIT ?) AS earlier`,
    [hours, loopKey, new Date(since), trackingId, most] as never,
  );
  return rows[0]?.alike ?? 0;
}

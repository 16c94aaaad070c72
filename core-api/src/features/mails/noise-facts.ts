import type { TenantTx } from '../../db/with-tenant.ts';
import { DEFAULT_RULES, rulesOf, type NoiseRules, type PolicyRow } from '../senders/noise-policy.ts';

/** What a mail is judged by besides itself. */
export interface NoiseFacts {
  rules: NoiseRules;
  loopKey: string | null;
  /** A person has said that it is no noise. */
  opened: boolean;
  /** Earlier mails that are much the same, within the window; counted up to the limit of the rules. */
  alike: number;
}

interface FactsRow extends PolicyRow {
  has_policy: boolean;
  loop_key: string | null;
  opened: boolean;
  alike: number;
}

const { mails: MAILS, window_minutes: WINDOW } = DEFAULT_RULES.loopGuard;

/**
 * Reads the facts of a mail in one statement, because every mail pays for it. Alike mails are counted by the moment in
 * which they were received, so it does not matter how many workers there are, in what order they work, or how late.
 */
export async function noiseFacts(tx: TenantTx, trackingId: string): Promise<NoiseFacts> {
  const { rows } = await tx.sql.raw<{ rows: FactsRow[] }>(
    `SELECT p.*, p.tenant_id IS NOT NULL AS has_policy, me.loop_key::text, me.opened_at IS NOT NULL AS opened,
            (SELECT count(*)::int FROM (${ALIKE} LIMIT coalesce(p.loop_mails, ${MAILS})) AS a) AS alike
     FROM inbound_emails me LEFT JOIN noise_policies p ON p.tenant_id = me.tenant_id
     WHERE me.id = ?`,
    [trackingId],
  );
  const [row] = rows;
  if (!row) throw new Error('a mail vanished while it was worked on');
  const { loop_key, opened, alike } = row;
  return { rules: row.has_policy ? rulesOf(row) : DEFAULT_RULES, loopKey: loop_key, opened, alike };
}

/** The same count up to another limit. */
export async function countAlike(tx: TenantTx, trackingId: string, most: number): Promise<number> {
  const { rows } = await tx.sql.raw<{ rows: { alike: number }[] }>(
    `SELECT (SELECT count(*)::int FROM (${ALIKE} LIMIT ?) AS a) AS alike
     FROM inbound_emails me LEFT JOIN noise_policies p ON p.tenant_id = me.tenant_id
     WHERE me.id = ?`,
    [most, trackingId],
  );
  return rows[0]?.alike ?? 0;
}

/**
 * Earlier mails like `me`, within the window of `p`. The hours are those of the index inbound_loops. Copies of one mail do not
 * count, nor do the further entities of one delivery: sending a mail again is no loop.
 */
const ALIKE = `
  SELECT FROM inbound_emails o
  WHERE o.loop_key = me.loop_key
    AND date_bin('1 hour', o.received_at, '2000-01-01 00:00:00+00') = ANY (ARRAY(SELECT generate_series(
      date_bin('1 hour', me.received_at - make_interval(mins => coalesce(p.loop_window_minutes, ${WINDOW})), '2000-01-01 00:00:00+00'),
      me.received_at, '1 hour')))
    AND o.received_at > me.received_at - make_interval(mins => coalesce(p.loop_window_minutes, ${WINDOW}))
    AND (o.received_at, o.id) < (me.received_at, me.id)
    AND o.state <> 'duplicate' AND o.delivered_with IS NULL`;

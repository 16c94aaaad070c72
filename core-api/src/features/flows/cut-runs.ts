import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvent } from '../events/append-event.ts';
import { TAKEN_COLUMNS, type InboundMail } from '../jobs/inbound-mail.ts';
import { recordRuns } from './flow-runs.ts';
import type { FlowVersionHead } from './flow-versions.ts';

/** A run that kills its worker each time must come to an end as well. */
export const MOST_RESUMED = 3;

/**
 * A mail has its card, and no run has left a record since: the process of the one that placed it died before the end. Both times are of
 * the database; records of attempts before the card, or before a redrive, are older. What failed may be another attempt that came too
 * late; attempts under a lease come one after the other.
 */
const CUT = `i.state = 'done' AND i.attempts > 0 AND i.resumed <= ${MOST_RESUMED} AND NOT EXISTS (
  SELECT FROM flow_runs r WHERE r.inbound_id = i.id AND r.recorded_at >= i.updated_at
    AND (r.status = 'succeeded' OR r.attempt = i.attempts OR r.engine <> 'embedded'))`;

type CutMail = InboundMail & { resumed: number };

/** How often it was tried to bring a mail's cut run to its end; null when none was cut, or it was given up. */
export async function triesOfCut(tx: TenantTx, trackingId: string): Promise<number | null> {
  const { rows } = await tx.sql.raw<{ rows: CutMail[] }>(
    `SELECT i.resumed FROM inbound_emails i WHERE i.id = ? AND ${CUT}`,
    [trackingId],
  );
  return rows[0]?.resumed ?? null;
}

/** Counts one more try to bring a cut run to its end. Null when there is nothing to do: it was recorded, or given up. */
export async function resumeCut(tx: TenantTx, trackingId: string): Promise<CutMail | null> {
  const { rows } = await tx.sql.raw<{ rows: CutMail[] }>(
    `UPDATE inbound_emails i SET resumed = resumed + 1 WHERE i.id = ? AND ${CUT}
     RETURNING ${TAKEN_COLUMNS.join(', ')}, resumed`,
    [trackingId],
  );
  return rows[0] ?? null;
}

/** Nothing was begun, so the try is given back. */
export async function notResumed(tx: TenantTx, trackingId: string): Promise<void> {
  await tx.sql.raw('UPDATE inbound_emails SET resumed = greatest(0, resumed - 1) WHERE id = ?', [trackingId]);
}

/** Leaves a cut run as it is, once, and says so on the card. The version is under which it is recorded; null records nothing. */
export async function giveUpCut(
  tx: TenantTx,
  trackingId: string,
  flow: FlowVersionHead | null,
): Promise<void> {
  const { rows } = await tx.sql.raw<{ rows: InboundMail[] }>(
    `UPDATE inbound_emails i SET resumed = ${MOST_RESUMED + 1} WHERE i.id = ? AND ${CUT}
     RETURNING ${TAKEN_COLUMNS.join(', ')}`,
    [trackingId],
  );
  for (const inbound of rows) await tellOfGivenUp(tx, inbound, flow);
}

/** For a mail whose tries are used up. */
export async function tellOfGivenUp(
  tx: TenantTx,
  inbound: InboundMail,
  flow: FlowVersionHead | null,
): Promise<void> {
  const { id, entity_id: entityId, card_id: cardId, attempts, correlation_id: correlationId } = inbound;
  await appendEvent(tx, { type: 'flow.note', entityId, inboundId: id, cardId, data: { text: GIVEN_UP } });
  if (!flow) return;
  const about = { trackingId: id, entityId, correlationId, attempt: attempts };
  const run = { flow, ...about, status: 'failed' as const, steps: [], startedAt: new Date(), durationMs: 0 };
  await recordRuns(tx, [run]);
}

const GIVEN_UP =
  'The flow was cut off after it had placed this mail, and could not be brought to its end. What it does after the card may be missing: look at what was noted here, and do the rest by hand.';

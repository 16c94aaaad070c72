import type { InboundState } from '@pebble/contract/ingestion';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';

/** The row of an accepted mail, without its bytes. */
export interface InboundMail {
  id: string;
  tenant_id: string;
  entity_id: string;
  mailbox: string | null;
  state: InboundState;
  attempts: number;
  card_id: string | null;
  received_at: Date;
  correlation_id: string;
  /** Which form of the mail is processed: 0 as it came, otherwise the version of its repair. */
  repair: number;
}

export const FINAL_STATES: readonly InboundState[] = ['done', 'duplicate', 'ignored', 'dead'];

const COLUMNS = [
  ...(['id', 'tenant_id', 'entity_id', 'mailbox', 'state', 'attempts'] as const),
  ...(['card_id', 'received_at', 'correlation_id', 'repair'] as const),
];

/**
 * Locks the mail that a job works on, so that two attempts of one job, or a slow worker and its replacement, take turns.
 * @throws ApiProblem job_closed when the mail is gone
 */
export async function lockInbound(tx: TenantTx, trackingId: string): Promise<InboundMail> {
  const row = await tx
    .sql<InboundMail>('inbound_emails')
    .where({ id: trackingId })
    .forUpdate()
    .first(
      'id',
      'tenant_id',
      'entity_id',
      'mailbox',
      'state',
      'attempts',
      'card_id',
      'received_at',
      'correlation_id',
      'repair',
    );
  if (!row) throw new ApiProblem('job_closed', { detail: 'The mail of this job is not there.' });
  return row;
}

/** Begins an attempt at a mail: counts it and returns the mail, or null when the mail has had its outcome already. */
export async function takeInbound(tx: TenantTx, trackingId: string): Promise<InboundMail | null> {
  const { rows } = await tx.sql.raw<{ rows: InboundMail[] }>(
    `UPDATE inbound_emails SET state = 'processing', attempts = attempts + 1, updated_at = now()
     WHERE id = ? AND state IN ('accepted', 'processing') RETURNING ${COLUMNS.join(', ')}`,
    [trackingId],
  );
  return rows[0] ?? null;
}

/** True when the mail has had its outcome. */
export async function hasEnded(tx: TenantTx, trackingId: string): Promise<boolean> {
  const row = await tx.sql<InboundMail>('inbound_emails').where({ id: trackingId }).first('state');
  return row === undefined || FINAL_STATES.includes(row.state);
}

/** Writes the one outcome of a mail. */
export async function finishInbound(
  tx: TenantTx,
  inbound: InboundMail,
  outcome: { state: InboundState; reason?: string; cardId?: string | null; duplicateOf?: string | null },
): Promise<void> {
  await tx
    .sql('inbound_emails')
    .where({ id: inbound.id })
    .update({
      state: outcome.state,
      reason: outcome.reason ?? null,
      card_id: outcome.cardId ?? null,
      duplicate_of: outcome.duplicateOf ?? null,
      updated_at: tx.sql.fn.now(),
    });
}

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

/** What an attempt is told of its mail. */
export const TAKEN_COLUMNS = [
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

/** Those of the mails that have had their outcome, or are gone. */
export async function endedAmong(tx: TenantTx, trackingIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .sql<InboundMail>('inbound_emails')
    .whereRaw('id = ANY (?::uuid[])', [trackingIds] as never)
    .whereNotIn('state', FINAL_STATES as InboundState[])
    .select('id');
  const open = new Set(rows.map((row) => row.id));
  return new Set(trackingIds.filter((id) => !open.has(id)));
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

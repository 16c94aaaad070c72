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
  /** Which way it came: `smtp`, `api`, …, or the name of a connected system. */
  source_system: string;
  /** The connection that fetched it, its id over there, and the address of the mailbox there; null for the other doors. */
  source_connection: string | null;
  source_external_id: string | null;
  source_mailbox: string | null;
  /** Which form of the mail is processed: 0 as it came, otherwise the version of its repair. */
  repair: number;
}

export const FINAL_STATES: readonly InboundState[] = ['done', 'duplicate', 'ignored', 'dead'];

/** What an attempt is told of its mail. */
export const TAKEN_COLUMNS = [
  ...(['id', 'tenant_id', 'entity_id', 'mailbox', 'state', 'attempts'] as const),
  ...(['card_id', 'received_at', 'correlation_id', 'repair', 'source_system'] as const),
  ...(['source_connection', 'source_external_id', 'source_mailbox'] as const),
];

/**
 * Locks the mail that a job works on, so that two attempts of one job, or a slow worker and its replacement, take turns.
 * @throws ApiProblem job_closed when the mail is gone
 */
export async function lockInbound(tx: TenantTx, trackingId: string): Promise<InboundMail> {
  const row = (await lockInbounds(tx, [trackingId])).get(trackingId);
  if (!row) throw new ApiProblem('job_closed', { detail: 'The mail of this job is not there.' });
  return row;
}

/** As `lockInbound`, for many mails; those that are gone are not among the answers. */
export async function lockInbounds(
  tx: TenantTx,
  trackingIds: readonly string[],
): Promise<Map<string, InboundMail>> {
  // In one order everywhere: two transactions that wait for each other's mails would deadlock.
  const { rows } = await tx.sql.raw<{ rows: InboundMail[] }>(
    `SELECT ${TAKEN_COLUMNS.join(', ')} FROM inbound_emails WHERE id = ANY (?::uuid[]) ORDER BY id FOR UPDATE`,
    [trackingIds] as never,
  );
  return new Map(rows.map((row) => [row.id, row]));
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

export interface Outcome {
  state: InboundState;
  reason?: string;
  cardId?: string | null;
  duplicateOf?: string | null;
}

/** Writes the one outcome of a mail. */
export async function finishInbound(tx: TenantTx, inbound: InboundMail, outcome: Outcome): Promise<void> {
  await finishInbounds(tx, [{ inbound, ...outcome }]);
}

/** As `finishInbound`, for many mails. */
export async function finishInbounds(
  tx: TenantTx,
  outcomes: readonly (Outcome & { inbound: InboundMail })[],
): Promise<void> {
  const rows = outcomes.map(({ inbound, state, reason, cardId, duplicateOf }) => ({
    ...{ id: inbound.id, state, reason: reason ?? null },
    ...{ card_id: cardId ?? null, duplicate_of: duplicateOf ?? null },
  }));
  await tx.sql.raw(
    `UPDATE inbound_emails i
     SET state = o.state, reason = o.reason, card_id = o.card_id, duplicate_of = o.duplicate_of, updated_at = now()
     FROM json_to_recordset(?::json) AS o (id uuid, state text, reason text, card_id uuid, duplicate_of uuid)
     WHERE i.id = o.id`,
    [JSON.stringify(rows)],
  );
}

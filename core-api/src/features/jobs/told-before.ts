import type { ReplyInput } from '@pebble/contract/endpoint';
import type { reportFailure } from '@pebble/contract/jobs';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent } from '../events/append-event.ts';
import type { InboundMail } from './inbound-mail.ts';

/** Calls of a flow that an earlier, cut run of the same mail may have made already. The log knows; the mail is locked by the caller. */

interface Told {
  inbound_id: string;
  type: string;
  data: Record<string, unknown>;
}

/** Writes a note of a flow, unless the same words stand there about this mail. */
export async function noteOnce(
  tx: TenantTx,
  inbound: InboundMail,
  data: Record<string, unknown>,
): Promise<void> {
  const about = { entityId: inbound.entity_id, inboundId: inbound.id, cardId: inbound.card_id };
  const before = await tx
    .sql<Told>('events')
    .where({ inbound_id: inbound.id, type: 'flow.note' })
    .whereRaw('data = ?::jsonb', [JSON.stringify(data)])
    .first('type');
  if (before) tx.unchanged = true;
  else await appendEvent(tx, { type: 'flow.note', ...about, data });
}

/**
 * What the failure of a step was answered in this attempt at a mail that has its outcome now.
 *
 * @throws ApiProblem job_closed when nothing was said of it
 */
export async function failureTold(
  tx: TenantTx,
  inbound: InboundMail,
  step: string,
): Promise<ReplyInput<typeof reportFailure>> {
  const before = await tx
    .sql<Told>('events')
    .where({ inbound_id: inbound.id, type: 'flow.step_failed' })
    .whereRaw('data @> ?::jsonb', [JSON.stringify({ step, attempt: inbound.attempts })])
    .first<{ data: ReplyInput<typeof reportFailure> } | undefined>('data');
  if (!before) throw new ApiProblem('job_closed');
  tx.unchanged = true;
  return { decision: before.data.decision };
}

import type { Body } from '@pebble/contract/endpoint';
import type { endMail } from '@pebble/contract/jobs';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { ParsedMail } from '../../mail/parsed-mail.ts';
import { appendEvent } from '../events/append-event.ts';
import { claim } from './claim-mail.ts';
import { FINAL_STATES, finishInbound, type InboundMail } from './inbound-mail.ts';

/**
 * Ends a mail without a card. The mail is claimed even then, so that a copy of what was ignored is not taken for new.
 *
 * @throws ApiProblem job_closed when the mail has ended otherwise, invalid_request when it is called a copy and is none
 */
export async function end(
  tx: TenantTx,
  inbound: InboundMail,
  mail: ParsedMail,
  { state, reason }: Body<typeof endMail>,
): Promise<void> {
  if (inbound.state === state) {
    tx.unchanged = true;
    return;
  }
  if (FINAL_STATES.includes(inbound.state)) throw new ApiProblem('job_closed');
  const { outcome, card_id, first_tracking_id } = await claim(tx, inbound, mail);
  const duplicate = state === 'duplicate';
  if (duplicate && outcome === 'new') throw noCopy();
  await finishInbound(tx, inbound, {
    state,
    reason,
    ...(duplicate ? { cardId: card_id, duplicateOf: first_tracking_id } : {}),
  });
  await appendEvent(tx, {
    type: duplicate ? 'mail.duplicate_ignored' : 'mail.ignored',
    entityId: inbound.entity_id,
    inboundId: inbound.id,
    cardId: duplicate ? card_id : null,
    data: { reason },
  });
}

/** Ended as its own copy, a mail would have no card at all. */
function noCopy(): ApiProblem {
  const message = 'no earlier copy of this mail has its effect; place it, or end it as "ignored"';
  return new ApiProblem('invalid_request', { detail: message, errors: [{ path: 'body.state', message }] });
}

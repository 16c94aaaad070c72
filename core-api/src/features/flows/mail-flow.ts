import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { appendEvent } from '../events/append-event.ts';
import { activeFlow, MAIL_FLOW } from './flow-versions.ts';

interface Row {
  tenant_id: string;
  flow_id: string;
  chosen_by: string;
  chosen_at: Date;
}

/** Which flow new mail goes through. */
export async function mailFlow(tx: TenantTx): Promise<string> {
  const row = await tx.sql<Row>('mail_flows').first('flow_id');
  return row?.flow_id ?? MAIL_FLOW;
}

/**
 * Lets new mail go through another flow. What is under way ends in the flow that it began in; what is tried again begins in this one.
 *
 * @throws ApiProblem not_found when the flow has no active version, invalid_request when it does not start with mail
 */
export async function chooseMailFlow(
  tx: TenantTx,
  flowId: string,
  userId: string,
): Promise<{ flow_id: string }> {
  const { manifest } = await activeFlow(tx, flowId);
  if (!manifest.events?.in.includes('mail.accepted')) {
    throw new ApiProblem('invalid_request', {
      detail: 'This flow does not start with an accepted mail, so no mail can go through it.',
      errors: [{ path: 'body.flow_id', message: 'starts with something else' }],
    });
  }
  const before = await mailFlow(tx);
  if (before === flowId) {
    tx.unchanged = true;
    return { flow_id: flowId };
  }
  await tx
    .sql('mail_flows')
    .insert({ tenant_id: tx.scope.tenantId, flow_id: flowId, chosen_by: `user:${userId}` })
    .onConflict('tenant_id')
    .merge({ flow_id: flowId, chosen_by: `user:${userId}`, chosen_at: tx.sql.fn.now() });
  await appendEvent(tx, { type: 'flow.mail_flow_chosen', data: { before, after: flowId } });
  return { flow_id: flowId };
}

import {
  addNote,
  claimMail,
  endMail,
  placeMail,
  readSettings,
  reportFailure,
  reportRun,
  takeMark,
} from '@pebble/contract/jobs';
import { scopeOf } from '../../http/caller.ts';
import { inTenant, job, plain, type Call, type Route } from '../../http/route.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { appendEvent } from '../events/append-event.ts';
import { activeFlow, type KnobRules } from '../flows/flow-versions.ts';
import { leasedFlow, reportLease } from '../flows/leases.ts';
import type { AttemptMemos } from './attempt-memos.ts';
import { claim } from './claim-mail.ts';
import { FINAL_STATES, lockInbound } from './inbound-mail.ts';
import { end } from './end-mail.ts';
import { place } from './place-mail.ts';
import { failureTold, noteOnce } from './told-before.ts';
import type { MailStore } from './mail-store.ts';
import type { Placements } from './placements.ts';

/** What a flow may do. The mail is never named in the request: it is the one that the job token is bound to. */
export function jobRoutes(deps: {
  mails: MailStore;
  memos: AttemptMemos;
  placements: Placements;
  knobs: KnobRules;
  maxAttempts: number;
}): Route[] {
  return [
    plain(claimMail, async (db, call, caller) => {
      // The token says which mail and entity; that they belong together is a foreign key.
      const { tenantId, inboundId, entityId, repair } = job(caller);
      if (deps.memos.of(tenantId, inboundId)?.claimed) {
        return { outcome: 'new' as const, first_tracking_id: inboundId, card_id: null };
      }
      return db.withTenant(scopeOf(job(caller), call.context.correlationId), async (tx) =>
        claim(tx, { id: inboundId, entity_id: entityId }, await deps.mails.load(tx, inboundId, repair)),
      );
    }),
    placing(deps),
    inTenant(endMail, async (tx, call, caller) => {
      const inbound = await lockInbound(tx, job(caller).inboundId);
      await end(tx, inbound, await deps.mails.load(tx, inbound.id, inbound.repair), call.body);
      return {};
    }),
    ...tellingRoutes(deps.maxAttempts),
    plain(readSettings, async (db, call, caller) => {
      const { tenantId, inboundId, flowId, leaseId } = job(caller);
      const memo = deps.memos.of(tenantId, inboundId);
      const flow =
        memo?.flow.flow_id === flowId
          ? memo.flow
          : await db.withTenant(scopeOf(job(caller), call.context.correlationId), (tx) =>
              leaseId === null ? activeFlow(tx, flowId) : leasedFlow(tx, leaseId),
            );
      return {
        flow_id: flow.flow_id,
        version: flow.version,
        knobs: deps.knobs.effective(flow.manifest, flow.knobs),
      };
    }),
  ];
}

/** Most mails begin a conversation, and are placed together with others; the rest each in a transaction of its own. */
function placing(deps: { mails: MailStore; memos: AttemptMemos; placements: Placements }): Route {
  const alone = inTenant(placeMail, async (tx, call, caller) => {
    const inbound = await lockInbound(tx, job(caller).inboundId);
    const mail = await deps.mails.load(tx, inbound.id, inbound.repair);
    const claimed = deps.memos.of(tx.scope.tenantId, inbound.id)?.claimed ?? false;
    return place(tx, { inbound, mail, claimed }, call.body);
  });
  return {
    endpoint: placeMail,
    async run(db, call, caller) {
      const { tenantId, inboundId, repair } = job(caller);
      const mayGather = repair === 0 && deps.memos.of(tenantId, inboundId)?.claimed;
      if (!mayGather) return alone.run(db, call, caller);
      const { body, context } = call as Call<typeof placeMail>;
      const { correlationId } = context;
      const placement = { trackingId: inboundId, decision: body, correlationId };
      const placed = await deps.placements.placeFresh(db, scopeOf(job(caller), correlationId), placement);
      if (!placed) return alone.run(db, call, caller);
      crashPoint('placeMail.after-commit');
      return placed;
    },
  };
}

/** What a flow may say about its mail. */
function tellingRoutes(maxAttempts: number): Route[] {
  return [
    plain(reportRun, async (db, call, caller) => {
      const { leaseId } = job(caller);
      // The embedded engine hands its result over by itself, and no statement is spent on what is known.
      if (leaseId !== null) {
        const scope = scopeOf(job(caller), call.context.correlationId);
        await db.withTenant(scope, (tx) => reportLease(tx, leaseId, call.body));
      }
      return { recorded: true as const };
    }),
    inTenant(reportFailure, async (tx, call, caller) => {
      const inbound = await lockInbound(tx, job(caller).inboundId);
      if (FINAL_STATES.includes(inbound.state)) return failureTold(tx, inbound, call.body.step);
      const decision = inbound.attempts < maxAttempts ? ('retry' as const) : ('dead' as const);
      await appendEvent(tx, {
        type: 'flow.step_failed',
        entityId: inbound.entity_id,
        inboundId: inbound.id,
        data: { step: call.body.step, attempt: inbound.attempts, decision },
      });
      return { decision };
    }),
    inTenant(takeMark, async (tx, call, caller) => {
      const { tenant_id, entity_id, id: inbound_id } = await lockInbound(tx, job(caller).inboundId);
      const { rowCount } = await tx.sql.raw<{ rowCount: number }>(
        'INSERT INTO flow_marks (tenant_id, entity_id, inbound_id, name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        [tenant_id, entity_id, inbound_id, call.body.name],
      );
      return { first: rowCount === 1 };
    }),
    inTenant(addNote, async (tx, call, caller) => {
      const inbound = await lockInbound(tx, job(caller).inboundId);
      await noteOnce(tx, inbound, { ...call.body.data, text: call.body.text });
      return {};
    }),
  ];
}

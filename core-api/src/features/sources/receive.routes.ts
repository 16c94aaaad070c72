import { receiveFromSource, testSource } from '@pebble/contract/sources';
import { newId } from '../../db/new-id.ts';
import { scopeOf } from '../../http/caller.ts';
import { ApiProblem } from '../../http/problem.ts';
import { person, plain, type Route } from '../../http/route.ts';
import { deliveredMail } from './delivered-mail.ts';
import { DeliveryRate } from './delivery-rate.ts';
import type { SecretKeeper } from './sealed-secret.ts';
import { signedSource } from './signed-source.ts';
import type { SourceCounters } from './source-counters.ts';
import { findSource } from './source-rows.ts';
import { takeDelivery, tellRefusal, type TakeDeps } from './take-delivery.ts';

export interface ReceiveDeps extends TakeDeps {
  keeper: SecretKeeper;
  counters: SourceCounters;
}

/** The door of third parties, and its rehearsal for the people who set it up. */
export function receiveRoutes(deps: ReceiveDeps): Route[] {
  const { db, counters } = deps;
  const rate = new DeliveryRate();
  return [
    plain(receiveFromSource, async (_db, call) => {
      const { bytes, context } = call;
      const headers = {
        id: context.header('webhook-id'),
        timestamp: context.header('webhook-timestamp'),
        signature: context.header('webhook-signature'),
      };
      const sourceId = call.params.source_id.toLowerCase();
      const claim = { sourceId, headers, bytes, correlationId: context.correlationId };
      const signed = await signedSource(deps, claim, (source) => counters.count(source, 'refused'));
      const counted = { id: signed.source.id, tenantId: signed.scope.tenantId };
      const delivery = { ...signed, webhookId: headers.id ?? '', bytes };
      try {
        if (!signed.source.enabled) throw new ApiProblem('source_disabled');
        await rate.admit(signed.source);
        const answer = await takeDelivery(deps, delivery);
        counters.count(counted, answer.state === 'accepted' ? 'accepted' : 'neither');
        return answer;
      } catch (error) {
        counters.count(counted, 'refused');
        // The third party is told all the same.
        await tellRefusal(db, delivery, error).catch((cause: unknown) =>
          context.log.warn({ err: cause }, 'a refusal was not reported'),
        );
        throw error;
      }
    }),
    plain(testSource, async (_db, call, caller) => {
      const scope = scopeOf(person(caller), call.context.correlationId);
      const source = await db.withTenant(scope, (tx) => findSource(tx, call.params.source_id));
      const value = call.body.payload;
      const mail = deliveredMail(source, { value, bytes: Buffer.from(JSON.stringify(value)) }, newId());
      return deps.rehearse(scope, mail);
    }),
  ];
}

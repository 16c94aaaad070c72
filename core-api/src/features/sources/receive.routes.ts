import type { Rehearsal } from '@pebble/contract/rehearsal';
import { receiveFromSource, testSource } from '@pebble/contract/sources';
import { newId } from '../../db/new-id.ts';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { scopeOf } from '../../http/caller.ts';
import { ApiProblem } from '../../http/problem.ts';
import { person, plain, type Call, type Route } from '../../http/route.ts';
import type { Acceptor } from '../ingestion/acceptor.ts';
import type { IncomingMail } from '../ingestion/incoming-mail.ts';
import { deliveredMail } from './delivered-mail.ts';
import { deliveryId } from './delivery-id.ts';
import { DeliveryRate } from './delivery-rate.ts';
import { report } from './door-reports.ts';
import type { SecretKeeper } from './sealed-secret.ts';
import { signedSource, type SignedSource } from './signed-source.ts';
import type { SourceCounters } from './source-counters.ts';
import { findSource } from './source-rows.ts';

/** What would become of a mail; nothing of it remains. */
export type Rehearse = (scope: Scope, mail: IncomingMail) => Promise<Rehearsal>;

export interface ReceiveDeps {
  db: Database;
  keeper: SecretKeeper;
  acceptor: Acceptor;
  counters: SourceCounters;
  rehearse: Rehearse;
}

type Delivery = Call<typeof receiveFromSource>;
type Answer = { tracking_id: string | null; state: 'accepted' | 'repeated' | 'shadow' };

/** The door of third parties, and its rehearsal for the people who set it up. */
export function receiveRoutes(deps: ReceiveDeps): Route[] {
  const rate = new DeliveryRate();
  return [
    plain(receiveFromSource, async (_db, call) => {
      const { correlationId, header } = call.context;
      const headers = {
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signature: header('webhook-signature'),
      };
      const sourceId = call.params.source_id.toLowerCase();
      const delivery = { sourceId, headers, bytes: call.bytes, correlationId };
      const signed = await signedSource(deps, delivery, (source) => deps.counters.count(source, 'refused'));
      const { source, scope } = signed;
      const counted = { id: source.id, tenantId: scope.tenantId };
      try {
        if (!source.enabled) throw new ApiProblem('source_disabled');
        await rate.admit(source);
        const answer = await take(deps, signed, headers.id ?? '', call);
        deps.counters.count(counted, answer.state === 'accepted' ? 'accepted' : 'neither');
        return answer;
      } catch (error) {
        deps.counters.count(counted, 'refused');
        throw error;
      }
    }),
    plain(testSource, async (db, call, caller) => {
      const scope = scopeOf(person(caller), call.context.correlationId);
      const source = await db.withTenant(scope, (tx) => findSource(tx, call.params.source_id));
      const value = call.body.payload;
      const mail = deliveredMail(source, { value, bytes: Buffer.from(JSON.stringify(value)) }, newId());
      return deps.rehearse(scope, mail);
    }),
  ];
}

async function take(
  deps: ReceiveDeps,
  { source, scope }: SignedSource,
  webhookId: string,
  call: Delivery,
): Promise<Answer> {
  const trackingId = deliveryId(source.id, webhookId);
  const value: unknown = JSON.parse(new TextDecoder().decode(call.bytes));
  const mail = deliveredMail(source, { value, bytes: call.bytes }, trackingId);
  if (source.mode === 'shadow') {
    const rehearsal = await deps.rehearse(scope, mail);
    const { fromAddress: from, envelope, bytes } = mail;
    await deps.db.withTenant(scope, (tx) =>
      report(
        tx,
        { source_id: source.id },
        {
          ...{ mode: 'shadow', key: webhookId, from, subject: envelope.subject },
          ...{ size: bytes.byteLength, rehearsal },
        },
      ),
    );
    return { tracking_id: null, state: 'shadow' };
  }
  const { correlationId } = call.context;
  if (await isKept(deps.db, scope, trackingId)) return { tracking_id: trackingId, state: 'repeated' };
  try {
    const refusal = await deps.acceptor.accept(scope, { mail, trackingId, correlationId });
    if (refusal) throw refusal;
    return { tracking_id: trackingId, state: 'accepted' };
  } catch (error) {
    // Two copies at the same moment: the other one was faster, and what it committed is ours as well.
    const repeated = !(error instanceof ApiProblem) && (await isKept(deps.db, scope, trackingId));
    if (repeated) return { tracking_id: trackingId, state: 'repeated' };
    throw error;
  }
}

function isKept(db: Database, scope: Scope, trackingId: string): Promise<boolean> {
  return db.withTenant(scope, async (tx) => {
    const row = await tx.sql('inbound_emails').where({ id: trackingId }).first('id');
    return row !== undefined;
  });
}

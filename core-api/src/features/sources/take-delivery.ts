import type { Rehearsal } from '@pebble/contract/rehearsal';
import type { Database } from '../../db/database.ts';
import type { Scope } from '../../db/scope.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { Acceptor } from '../ingestion/acceptor.ts';
import type { IncomingMail } from '../ingestion/incoming-mail.ts';
import { deliveredMail } from './delivered-mail.ts';
import { deliveryId } from './delivery-id.ts';
import { notTaken, report } from './door-reports.ts';
import type { SignedSource } from './signed-source.ts';
import type { SourceRow } from './source-rows.ts';

/** What would become of a mail; nothing of it remains. */
export type Rehearse = (scope: Scope, mail: IncomingMail) => Promise<Rehearsal>;

export interface TakeDeps {
  db: Database;
  acceptor: Acceptor;
  rehearse: Rehearse;
}

/** A delivery whose signature fits. */
export interface SignedDelivery extends SignedSource {
  webhookId: string;
  /** A JSON object in UTF-8, which was checked before. */
  bytes: Uint8Array;
}

export type Answer = { tracking_id: string | null; state: 'accepted' | 'repeated' | 'shadow' };

/** Takes a delivery in, or says what would become of it. @throws ApiProblem when the mail is not wanted or not fit */
export async function takeDelivery(deps: TakeDeps, delivery: SignedDelivery): Promise<Answer> {
  const { source, scope, webhookId, bytes } = delivery;
  const trackingId = deliveryId(source.id, webhookId);
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const mail = deliveredMail(source, { value, bytes }, trackingId);
  if (source.mode === 'live') return accept(deps, scope, mail, trackingId);
  const rehearsal = await deps.rehearse(scope, mail);
  await tell(deps.db, delivery, rehearsal, mail);
  return { tracking_id: null, state: 'shadow' };
}

/** Keeps for the owner of the source why a delivery was not taken; what only asks the third party to come later is no news. */
export async function tellRefusal(db: Database, delivery: SignedDelivery, error: unknown): Promise<void> {
  if (!(error instanceof ApiProblem)) return;
  if (error.code !== 'invalid_request' && error.code !== 'sender_blacklisted') return;
  await tell(db, delivery, notTaken(error.message), null);
}

async function accept(
  { db, acceptor }: TakeDeps,
  scope: Scope,
  mail: IncomingMail,
  trackingId: string,
): Promise<Answer> {
  const repeated = { tracking_id: trackingId, state: 'repeated' as const };
  if (await isKept(db, scope, trackingId)) return repeated;
  try {
    const offer = { mail, trackingId, correlationId: scope.correlationId };
    const refusal = await acceptor.accept(scope, offer);
    if (refusal) throw refusal;
    return { tracking_id: trackingId, state: 'accepted' };
  } catch (error) {
    // Two copies at the same moment: the other one was faster, and what it committed is ours as well.
    if (!(error instanceof ApiProblem) && (await isKept(db, scope, trackingId))) return repeated;
    throw error;
  }
}

function isKept(db: Database, scope: Scope, trackingId: string): Promise<boolean> {
  return db.withTenant(scope, async (tx) => {
    const row = await tx.sql('inbound_emails').where({ id: trackingId }).first('id');
    return row !== undefined;
  });
}

async function tell(
  db: Database,
  { source, scope, webhookId, bytes }: SignedDelivery & { source: SourceRow },
  rehearsal: Rehearsal,
  mail: IncomingMail | null,
): Promise<void> {
  const seen = { from: mail?.fromAddress ?? null, subject: mail?.envelope.subject ?? null };
  await db.withTenant(scope, (tx) =>
    report(
      tx,
      { source_id: source.id },
      { key: webhookId, mode: source.mode, ...seen, size: bytes.byteLength, rehearsal },
    ),
  );
}

import { setTimeout as pause } from 'node:timers/promises';
import type { DoorMode } from '@pebble/contract/door-values';
import type { Rehearsal } from '@pebble/contract/rehearsal';
import { newId } from '../db/new-id.ts';
import { systemScope, type Scope } from '../db/scope.ts';
import type { Acceptor } from '../features/ingestion/acceptor.ts';
import type { Offer } from '../features/ingestion/accept-batch.ts';
import { fromRawMail, type IncomingMail } from '../features/ingestion/incoming-mail.ts';
import { notTaken } from '../features/sources/door-reports.ts';
import { ApiProblem } from '../http/problem.ts';

export interface TakeDeps {
  acceptor: Acceptor;
  rehearse: (scope: Scope, mail: IncomingMail) => Promise<Rehearsal>;
}

/** Where a mail comes from that somebody has fetched. */
export interface Doorway {
  tenantId: string;
  mailbox: string;
  mode: DoorMode;
  /** As events name it, such as `mail_account:<id>`. */
  actor: string;
  sourceSystem: string;
  /** Drawn beforehand where handing over twice must be noticed. */
  trackingId?: string;
  origin?: Offer['origin'];
}

/** What became of a mail that was fetched. */
export interface Taken {
  outcome: 'accepted' | 'refused' | 'rehearsed';
  from: string | null;
  subject: string | null;
  /** Null for a mail that was accepted; otherwise what is reported of it. */
  rehearsal: Rehearsal | null;
}

const LONGEST_WAIT_S = 60;

/**
 * Hands a mail to the core, or in shadow mode to the rehearsal. What the core has decided is an outcome; while it has too much to
 * do, this waits.
 *
 * @throws whatever kept the core from deciding; then nothing of the mail is there
 */
export async function takeMail(
  deps: TakeDeps,
  doorway: Doorway,
  raw: Uint8Array,
  signal: AbortSignal,
): Promise<Taken> {
  const { tenantId, mailbox, mode, actor, sourceSystem, trackingId = newId(), origin } = doorway;
  const correlationId = newId();
  const scope = { ...systemScope(tenantId, sourceSystem, correlationId), actor };
  let mail: IncomingMail;
  try {
    mail = await fromRawMail(raw, mailbox);
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { outcome: 'refused', from: null, subject: null, rehearsal: notTaken(error.message) };
  }
  const seen = { from: mail.fromAddress, subject: mail.envelope.subject };
  if (mode === 'shadow') {
    const rehearsal = await patiently(() => deps.rehearse(scope, mail), signal);
    return { outcome: 'rehearsed', ...seen, rehearsal };
  }
  const offer: Offer = { mail, trackingId, correlationId, ...(origin ? { origin } : {}) };
  const refusal = await patiently(async () => {
    const verdict = await deps.acceptor.accept(scope, offer);
    if (verdict && isBusy(verdict)) throw verdict;
    return verdict;
  }, signal);
  if (refusal) return { outcome: 'refused', ...seen, rehearsal: notTaken(refusal.message) };
  return { outcome: 'accepted', ...seen, rehearsal: null };
}

/** Repeats what the core has no room for at the moment. */
export async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ApiProblem) || !isBusy(error)) throw error;
      const seconds = Math.min(error.extras.retryAfter ?? 1, LONGEST_WAIT_S);
      await pause(seconds * 1000, undefined, { signal });
    }
  }
}

function isBusy({ status }: ApiProblem): boolean {
  return status === 429 || status === 503;
}

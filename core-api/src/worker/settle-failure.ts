import { isDatabaseAway } from '../db/is-away.ts';
import type { Scope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { giveUpCut, notResumed, triesOfCut } from '../features/flows/cut-runs.ts';
import { activeMailFlow } from '../features/flows/flow-versions.ts';
import { FINAL_STATES, lockInbound } from '../features/jobs/inbound-mail.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import { fullJitter } from './backoff.ts';
import { causeOfDeath } from './cause-of-death.ts';
import { bury } from './dead-letter.ts';
import type { WorkerDeps } from './process-mail.ts';
import type { Attempt } from './queue.ts';
import { decide, NotStarted, RetryLater, type Decision } from './retry-policy.ts';

/**
 * Ends a failed attempt: the mail comes again, or it goes to the dead letters. A mail that has its outcome, because
 * only the time after it failed or another worker was faster, is left alone; unless its run did not come to its end.
 *
 * @throws RetryLater when the queue should bring the mail again
 */
export async function settleFailure(
  deps: Pick<WorkerDeps, 'db' | 'keyRing' | 'retryBaseMs' | 'log'>,
  scope: Scope,
  attempt: Attempt,
  error: unknown,
): Promise<void> {
  const { tracking_id, correlation_id } = attempt.job;
  const cause = causeOfDeath(error);
  const decision = await orLater(
    deps,
    deps.db.withTenant(scope, async (tx): Promise<Decision> => {
      const inbound = await lockInbound(tx, tracking_id);
      const ended = FINAL_STATES.includes(inbound.state);
      if (ended && (await triesOfCut(tx, tracking_id)) === null) return { retry: false };
      const ageMs = Date.now() - inbound.received_at.getTime();
      const decided = decide(error, { ...attempt, ageMs, baseMs: deps.retryBaseMs });
      if (ended) return settleCut(tx, deps, attempt, decided);
      if (decided.retry) await postpone(tx, tracking_id, decided);
      else await bury(tx, deps.keyRing, tracking_id, attempt.number, cause);
      crashPoint(`${decided.retry ? 'postpone' : 'bury'}.before-commit`);
      return decided;
    }),
  );
  crashPoint(`${decision.retry ? 'postpone' : 'bury'}.after-commit`);
  deps.log.warn(
    {
      correlation_id,
      tracking_id,
      attempt: attempt.number,
      error_class: cause.errorClass,
      ...decision,
      ...hintOf(error),
    },
    'mail failed',
  );
  if (decision.retry) throw new RetryLater(cause.errorClass, { cause: error, ...decision });
}

/**
 * What failed is the rest of a run: its mail has a card and is never dead. Whatever the error says, it may be that of a worker that came
 * too late while another is at the rest, so it is looked at again.
 */
async function settleCut(
  tx: TenantTx,
  { retryBaseMs }: Pick<WorkerDeps, 'retryBaseMs'>,
  { job, number, last }: Attempt,
  decided: Decision,
): Promise<Decision> {
  if (decided.retry) {
    if (!decided.counts) await notResumed(tx, job.tracking_id);
    return decided;
  }
  if (!last) return { retry: true, delayMs: fullJitter(retryBaseMs, number), counts: true };
  await giveUpCut(tx, job.tracking_id, await activeMailFlow(tx).catch(() => null));
  return decided;
}

/** What an operator can do; nobody else sees why a mail waits for an engine. */
function hintOf(error: unknown): { hint?: string } {
  return error instanceof NotStarted ? { hint: error.message } : {};
}

/** Without the database nothing can be decided. The mail comes again, and that is no attempt. */
function orLater<T>({ retryBaseMs }: { retryBaseMs: number }, deciding: Promise<T>): Promise<T> {
  return deciding.catch((cause: unknown) => {
    if (!isDatabaseAway(cause)) throw cause;
    throw new RetryLater('DatabaseAway', {
      cause,
      delayMs: retryBaseMs + fullJitter(retryBaseMs, 1),
      counts: false,
    });
  });
}

/** Says when the mail is due again. An attempt that tried nothing is not counted. */
async function postpone(
  tx: TenantTx,
  trackingId: string,
  { delayMs, counts }: { delayMs: number; counts: boolean },
): Promise<void> {
  await tx
    .sql('inbound_emails')
    .where({ id: trackingId })
    .update({
      retry_at: tx.sql.raw('now() + make_interval(secs => ?)', [delayMs / 1000]),
      ...(counts ? {} : { attempts: tx.sql.raw('greatest(0, attempts - 1)') }),
    });
}

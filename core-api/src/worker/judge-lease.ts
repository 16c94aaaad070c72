import type { StepRun } from '@pebble/contract/flows';
import type { RunResult } from '@pebble/flows/engine/run-result';
import type { z } from 'zod';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { giveUpCut, MOST_RESUMED, triesOfCut } from '../features/flows/cut-runs.ts';
import { recordRuns } from '../features/flows/flow-runs.ts';
import { closeLease, openLeaseOf, type Lease, type Report } from '../features/flows/leases.ts';
import { endedAmong } from '../features/jobs/inbound-mail.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import { FlowFailed, LeaseEnded, NotStarted, RetryLater } from './retry-policy.ts';

/** Often at first, when most runs end, and rarely later. */
const FIRST_LOOK_MS = 500;
const RAREST_LOOK_MS = 10_000;

/**
 * Looks at the lease on a mail. False when there is none, or no more, so that an attempt may begin; true when the lease has ended and
 * the mail has its outcome.
 *
 * @throws RetryLater when another engine is still at it, and as an attempt does when the lease has ended without an outcome
 */
export async function judgeLease(db: Database, scope: Scope, trackingId: string): Promise<boolean> {
  const verdict = await db.withTenant(scope, async (tx) => {
    const lease = await openLeaseOf(tx, trackingId);
    if (lease === null) return null;
    if (!lease.report && !lease.over) return stillAtIt(lease);
    // The mail has its card, and nobody knows whether what comes behind it was done: the run goes there once more.
    const tries = lease.report ? null : await triesOfCut(tx, trackingId);
    if (tries !== null && tries < MOST_RESUMED) {
      await closeLease(tx, lease.id);
      return null;
    }
    if (tries !== null) await giveUpCut(tx, trackingId, null);
    const ended = (await endedAmong(tx, [trackingId])).has(trackingId);
    await writeDown(tx, lease, ended);
    return ended ? true : whyNot(lease);
  });
  if (verdict !== null && !(verdict instanceof RetryLater)) crashPoint('lease.judged');
  if (verdict instanceof Error) throw verdict;
  return verdict ?? false;
}

/** Brings the job again for another look. That is no attempt. */
export function stillAtIt({ age_ms, left_ms }: { age_ms: number; left_ms: number }): RetryLater {
  const pause = Math.min(Math.max(FIRST_LOOK_MS, age_ms / 2), RAREST_LOOK_MS);
  // Just behind the end, so that the last look finds it over.
  return new RetryLater('StillRunning', {
    delayMs: Math.min(pause, Math.max(0, left_ms) + 50),
    counts: false,
  });
}

async function writeDown(tx: TenantTx, lease: Lease, ended: boolean): Promise<void> {
  const { flow_version_id, flow_id, version, content_hash, engine } = lease.deployment;
  const until = lease.reported_at ?? lease.until;
  await recordRuns(tx, [
    {
      flow: { id: flow_version_id, flow_id, version, content_hash },
      trackingId: lease.inbound_id,
      correlationId: tx.scope.correlationId,
      entityId: lease.entity_id,
      status: ended && lease.report?.status === 'succeeded' ? 'succeeded' : 'failed',
      attempt: lease.attempt,
      steps: (lease.report?.steps ?? []).map(toStepRun),
      startedAt: lease.began_at,
      durationMs: until.getTime() - lease.began_at.getTime(),
      engine,
      remoteRunId: lease.report?.run_id ?? null,
    },
  ]);
  await closeLease(tx, lease.id);
}

function toStepRun(step: NonNullable<Report['steps']>[number]): z.infer<typeof StepRun> {
  const { status, duration_ms = 0, error_class = null } = step;
  return { step: step.step, status, attempts: status === 'skipped' ? 0 : 1, duration_ms, error_class };
}

/** Why a lease has ended without an outcome for its mail. */
function whyNot({ report, taken_at, deployment: { engine, flow_id } }: Lease): Error {
  if (report) return new FlowFailed(report.status === 'failed' ? failureOf(report) : SILENT);
  const silence = `${engine} did not report the run of flow "${flow_id}" in time`;
  // Nothing says that it was begun: a worker died while it sent the job, or the answer was lost.
  if (!taken_at) return new NotStarted(silence, { retryAfter: 0 });
  return new LeaseEnded(silence);
}

const SILENT: Pick<RunResult, 'error' | 'failures'> = { error: null, failures: [] };

function failureOf(report: Report): Pick<RunResult, 'error' | 'failures'> {
  const failed = report.steps?.findLast(({ status }) => status === 'failed');
  const error = {
    step: failed?.step ?? 'report_run',
    error_class: failed?.error_class ?? 'ReportedFailure',
    message: report.error ?? 'the flow reported a failure',
    retryable: true,
    retry_after: null,
    continued: false,
    cause: undefined,
  };
  return { error, failures: [error] };
}

import { systemClock } from '@pebble/flows/engine/clock';
import { runFlow } from '@pebble/flows/engine/run-flow';
import type { RunResult } from '@pebble/flows/engine/run-result';
import type { Http } from '@pebble/kit/http';
import type { Logger } from 'pino';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Database } from '../db/database.ts';
import { systemScope, type Scope } from '../db/scope.ts';
import type { AttemptMemos } from '../features/jobs/attempt-memos.ts';
import { FINAL_STATES, lockInbound } from '../features/jobs/inbound-mail.ts';
import { endedAsNoise } from '../features/mails/settle-noise.ts';
import type { FetchResult } from '../mail/fetch-guard.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import type { Attempts, Beginning } from './attempts.ts';
import { CORE_BASE_URL } from './core-http.ts';
import type { ForeignEngine } from './foreign-engine.ts';
import { handOver } from './hand-over.ts';
import { judgeLease, stillAtIt } from './judge-lease.ts';
import { toMailEvent } from './mail-event.ts';
import type { Attempt } from './queue.ts';
import { FlowFailed, RetryLater } from './retry-policy.ts';
import { settleFailure } from './settle-failure.ts';
import { storeAttachments } from './store-attachments.ts';
import type { OpenConnection } from './tenant-connections.ts';

export interface WorkerDeps {
  db: Database;
  attempts: Attempts;
  memos: AttemptMemos;
  /** Seals the mails that die. */
  keyRing: KeyRing;
  fetchFile: (url: string) => Promise<FetchResult>;
  /** The Http port for a run; the correlation id travels with each call. */
  httpFor: (correlationId: string) => Http;
  issueJobToken: (claims: {
    tenantId: string;
    entityId: string;
    inboundId: string;
    flowId: string;
    repair: number;
    /** Of another engine: the token is good as long as the lease. */
    lease?: { id: string; until: Date; correlationId: string };
  }) => string;
  log: Logger;
  /** Ceiling of the pause before the second attempt, in milliseconds. */
  retryBaseMs: number;
  /** Opens what tenants have connected; left out, flows have only Pebble itself. */
  openConnection?: OpenConnection | undefined;
  /** False for a run that holds rows and must be short: no step waits for another try. */
  stepRetries?: boolean;
  /** Runs the flows in our place; left out, they run here. */
  foreign?: ForeignEngine | undefined;
}

/**
 * One attempt at one mail: run its flow, and make sure that the mail has an outcome afterwards. Safe to repeat at any
 * point: each step finds what an earlier attempt has done.
 *
 * @throws RetryLater when the queue should bring the mail again
 */
export async function processMail(deps: WorkerDeps, attempt: Attempt): Promise<void> {
  const { tenant_id, tracking_id, correlation_id } = attempt.job;
  const scope = systemScope(tenant_id, 'worker', correlation_id);
  crashPoint('attempt.delivered');
  try {
    await tryOnce(deps, scope, tracking_id);
  } catch (error) {
    // Nothing has failed: it is only not over yet.
    if (error instanceof RetryLater) throw error;
    await settleFailure(deps, scope, attempt, error);
  }
}

/** The attempt itself: throws when the mail has no outcome afterwards. */
export async function tryOnce(
  deps: Omit<WorkerDeps, 'keyRing' | 'retryBaseMs'>,
  scope: Scope,
  trackingId: string,
): Promise<void> {
  if (deps.foreign && (await judgeLease(deps.db, scope, trackingId))) return;
  const begun = await deps.attempts.begin(deps.db, scope, trackingId);
  crashPoint('attempt.after-commit');
  if (begun === null) return finish(deps, scope, trackingId);
  if ('mail' in begun) return goOn(deps, scope, begun);
  await deps.attempts.withLarge(deps.db, scope, begun, (start) => goOn(deps, scope, start));
}

/** For a job that was handed over twice, or has outlived its mail, or whose worker died between the card and the end of the run. */
async function finish(
  deps: Omit<WorkerDeps, 'keyRing' | 'retryBaseMs'>,
  scope: Scope,
  trackingId: string,
): Promise<void> {
  // This very process is at it: it was only too slow to tell the queue so.
  if (deps.memos.of(scope.tenantId, trackingId)) throw stillAtIt({ age_ms: 0, left_ms: Infinity });
  await deps.attempts.resume(deps.db, scope, trackingId, (start) => goOn(deps, scope, start));
}

async function goOn(
  deps: Omit<WorkerDeps, 'keyRing' | 'retryBaseMs'>,
  scope: Scope,
  start: Beginning,
): Promise<void> {
  const trackingId = start.inbound.id;
  // Mail that no person wrote.
  if (start.noise && (await endsAsNoise(deps.db, scope, start))) return;
  if (deps.foreign) {
    await storeAttachments(deps, scope, start.inbound, start.mail);
    throw await handOver(deps, deps.foreign, scope, start);
  }
  const forget = deps.memos.keep(scope.tenantId, trackingId, { flow: start.version, claimed: start.claimed });
  try {
    await storeAttachments(deps, scope, start.inbound, start.mail);
    const startedAt = new Date();
    const result = await run(deps, scope, start);
    const ended = await deps.attempts.end(deps.db, scope, {
      flow: start.version,
      trackingId,
      correlationId: start.inbound.correlation_id,
      entityId: start.inbound.entity_id,
      status: result.status,
      attempt: start.inbound.attempts,
      steps: result.steps,
      startedAt,
      durationMs: result.duration_ms,
    });
    crashPoint('run.after-commit');
    // Whatever the engine says: a mail without an outcome is a mail that would be lost.
    if (!ended) throw new FlowFailed(result);
  } finally {
    forget();
  }
}

/** In a transaction of its own, which looks again: between the two the rules may have changed. */
function endsAsNoise(db: Database, scope: Scope, { inbound, mail }: Beginning): Promise<boolean> {
  return db.withTenant(scope, async (tx) => {
    const { state } = await lockInbound(tx, inbound.id);
    const ends = FINAL_STATES.includes(state) || (await endedAsNoise(tx, inbound, mail));
    crashPoint('noise.before-commit');
    return ends;
  });
}

function run(
  deps: Pick<WorkerDeps, 'issueJobToken' | 'httpFor' | 'openConnection' | 'stepRetries'>,
  scope: Scope,
  start: Beginning,
): Promise<RunResult> {
  const { inbound, version } = start;
  const token = deps.issueJobToken({
    tenantId: inbound.tenant_id,
    entityId: inbound.entity_id,
    inboundId: inbound.id,
    flowId: version.flow_id,
    repair: inbound.repair,
  });
  return runFlow(start.flow, {
    payload: toMailEvent(inbound, start.mail, token),
    connections: { pebble: { base_url: CORE_BASE_URL } },
    findConnection: async (name) => (await deps.openConnection?.(scope, name)) ?? null,
    http: deps.httpFor(inbound.correlation_id),
    clock: systemClock,
    retries: deps.stepRetries ?? true,
  });
}

import { systemClock } from '@pebble/flows/engine/clock';
import { runFlow } from '@pebble/flows/engine/run-flow';
import type { RunResult } from '@pebble/flows/engine/run-result';
import type { Http } from '@pebble/kit/http';
import type { Logger } from 'pino';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Database } from '../db/database.ts';
import { systemScope, type Scope } from '../db/scope.ts';
import { recordRun } from '../features/flows/flow-runs.ts';
import { hasEnded, takeInbound, type InboundMail } from '../features/jobs/inbound-mail.ts';
import type { MailStore } from '../features/jobs/mail-store.ts';
import { endedAsNoise } from '../features/mails/settle-noise.ts';
import type { FetchResult } from '../mail/fetch-guard.ts';
import type { ParsedMail } from '../mail/parsed-mail.ts';
import { CORE_BASE_URL } from './core-http.ts';
import { MAIL_FLOW, type LoadedFlows } from './loaded-flows.ts';
import { toMailEvent } from './mail-event.ts';
import type { Attempt } from './queue.ts';
import { FlowFailed } from './retry-policy.ts';
import { settleFailure } from './settle-failure.ts';
import { storeAttachments } from './store-attachments.ts';

export interface WorkerDeps {
  db: Database;
  mails: MailStore;
  flows: LoadedFlows;
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
  }) => string;
  log: Logger;
  /** Ceiling of the pause before the second attempt, in milliseconds. */
  retryBaseMs: number;
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
  try {
    await tryOnce(deps, scope, tracking_id);
  } catch (error) {
    await settleFailure(deps, scope, attempt, error);
  }
}

/** The attempt itself: throws when the mail has no outcome afterwards. */
export async function tryOnce(
  deps: Omit<WorkerDeps, 'keyRing' | 'retryBaseMs'>,
  scope: Scope,
  trackingId: string,
): Promise<void> {
  const start = await deps.db.withTenant(scope, async (tx) => {
    const inbound = await takeInbound(tx, trackingId);
    if (inbound === null) return null;
    const mail = await deps.mails.load(tx, trackingId, inbound.repair);
    if (await endedAsNoise(tx, inbound, mail)) return null;
    return { ...(await deps.flows.active(tx, MAIL_FLOW)), mail, inbound };
  });
  // A job that was handed over twice, or that outlived its mail; or mail that no person wrote.
  if (start === null) return;
  await storeAttachments(deps, scope, start.inbound, start.mail);
  const startedAt = new Date();
  const result = await run(deps, start);
  const ended = await deps.db.withTenant(scope, async (tx) => {
    const hasOutcome = await hasEnded(tx, trackingId);
    await recordRun(tx, {
      flow: start.version,
      trackingId,
      entityId: start.inbound.entity_id,
      // Steps may be allowed to fail, so an engine can call a run a success that left its mail where it was.
      status: hasOutcome ? result.status : 'failed',
      attempt: start.inbound.attempts,
      steps: result.steps,
      startedAt,
      durationMs: result.duration_ms,
    });
    return hasOutcome;
  });
  // Whatever the engine says: a mail without an outcome is a mail that would be lost.
  if (!ended) throw new FlowFailed(result);
}

function run(
  deps: Pick<WorkerDeps, 'issueJobToken' | 'httpFor'>,
  start: Awaited<ReturnType<LoadedFlows['active']>> & { inbound: InboundMail; mail: ParsedMail },
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
    payload: toMailEvent(inbound, start.mail),
    connections: { pebble: { base_url: CORE_BASE_URL, token } },
    http: deps.httpFor(inbound.correlation_id),
    clock: systemClock,
  });
}

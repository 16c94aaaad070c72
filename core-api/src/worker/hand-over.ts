import { setTimeout as sleep } from 'node:timers/promises';
import type { Scope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { activeDeployment, deploymentSecret } from '../features/flows/deployments.ts';
import { dropLease, inHand, markTaken, openLease } from '../features/flows/leases.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import type { Beginning } from './attempts.ts';
import { sendJob, type ForeignEngine } from './foreign-engine.ts';
import { stillAtIt } from './judge-lease.ts';
import { toMailEvent } from './mail-event.ts';
import type { WorkerDeps } from './process-mail.ts';
import { NotStarted, type RetryLater } from './retry-policy.ts';

/** How often it is looked whether the engine has room, and for how long; then the mail gives its place to another. */
const ROOM_LOOK_MS = 500;
const ROOM_LOOKS = 10;

interface Leased {
  id: string;
  until: Date;
  url: string;
  secret: string;
}

/**
 * Gives an attempt that has begun to another engine, under a lease: from now on the mail is in its hands until it reports, or until the
 * time is over.
 *
 * @returns when to look at it
 * @throws NotStarted when the engine has not begun for sure
 */
export async function handOver(
  deps: Pick<WorkerDeps, 'db' | 'issueJobToken'>,
  host: ForeignEngine,
  scope: Scope,
  start: Beginning,
): Promise<RetryLater> {
  const leased = await lease(deps, host, scope, start);
  // Another worker has it.
  if (leased === null) return stillAtIt({ age_ms: 0, left_ms: host.leaseSeconds * 1000 });
  crashPoint('lease.after-commit');
  const taken = await send(deps, host, start, leased).catch(async (error: unknown) => {
    await deps.db.withTenant(scope, (tx) => dropLease(tx, leased.id));
    throw error;
  });
  crashPoint('lease.sent');
  if (taken) await deps.db.withTenant(scope, (tx) => markTaken(tx, leased.id));
  return stillAtIt({ age_ms: 0, left_ms: host.leaseSeconds * 1000 });
}

/** As `sendJob`. Whatever it throws, nothing was begun. */
async function send(
  { issueJobToken }: Pick<WorkerDeps, 'issueJobToken'>,
  host: ForeignEngine,
  { inbound, mail, version }: Beginning,
  { id, until, url, secret }: Leased,
): Promise<boolean> {
  const { flow_id: flowId } = version;
  const { tenant_id: tenantId, entity_id: entityId, correlation_id: correlationId, repair } = inbound;
  const bound = { tenantId, entityId, inboundId: inbound.id, flowId, repair };
  const token = issueJobToken({ ...bound, lease: { id, until, correlationId } });
  return sendJob(host, { id, url, secret, correlationId, flowId, event: toMailEvent(inbound, mail, token) });
}

/** Waits for room, and takes the lease. Null when another worker has it already. */
async function lease(
  { db }: Pick<WorkerDeps, 'db'>,
  host: ForeignEngine,
  scope: Scope,
  start: Beginning,
): Promise<Leased | null> {
  for (let look = 0; look < ROOM_LOOKS; look += 1) {
    const leased = await db.withTenant(scope, (tx) => leaseIfRoom(tx, host, start));
    if (leased !== 'full') return leased;
    await sleep(ROOM_LOOK_MS);
  }
  throw new NotStarted(`${host.engine} has as many jobs in hand as it may`, { retryAfter: 1 });
}

async function leaseIfRoom(
  tx: TenantTx,
  host: ForeignEngine,
  { inbound, version }: Beginning,
): Promise<Leased | null | 'full'> {
  const { engine, keeper, mostInHand, leaseSeconds } = host;
  const deployment = await activeDeployment(tx, version.flow_id, engine);
  const secret = deployment && (await deploymentSecret(tx, keeper, deployment.id));
  if (!deployment?.webhook_url || !secret) {
    throw new NotStarted(
      `Flow "${version.flow_id}" is not deployed to ${engine}. Do so: npm run flows -- deploy ${version.flow_id} --to ${engine}`,
      { retryAfter: 15, patienceMs: 10 * 60_000 },
    );
  }
  if ((await inHand(tx, deployment.id)) >= mostInHand) return 'full';
  const opened = await openLease(tx, {
    entityId: inbound.entity_id,
    inboundId: inbound.id,
    deploymentId: deployment.id,
    attempt: inbound.attempts,
    seconds: leaseSeconds,
  });
  return opened && { ...opened, url: deployment.webhook_url, secret };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Scope } from '../db/scope.ts';
import type { TenantTx } from '../db/with-tenant.ts';
import { activeDeployment, deploymentSecret } from '../features/flows/deployments.ts';
import { dropLease, inHand, markTaken, openLease } from '../features/flows/leases.ts';
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
  try {
    const { inbound, version } = start;
    const token = deps.issueJobToken({
      tenantId: inbound.tenant_id,
      entityId: inbound.entity_id,
      inboundId: inbound.id,
      flowId: version.flow_id,
      repair: inbound.repair,
      lease: { id: leased.id, until: leased.until, correlationId: inbound.correlation_id },
    });
    const taken = await sendJob(host, {
      id: leased.id,
      url: leased.url,
      secret: leased.secret,
      correlationId: inbound.correlation_id,
      flowId: version.flow_id,
      event: toMailEvent(inbound, start.mail, token),
    });
    if (taken) await deps.db.withTenant(scope, (tx) => markTaken(tx, leased.id));
  } catch (error) {
    if (error instanceof NotStarted) await deps.db.withTenant(scope, (tx) => dropLease(tx, leased.id));
    throw error;
  }
  return stillAtIt({ age_ms: 0, left_ms: host.leaseSeconds * 1000 });
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

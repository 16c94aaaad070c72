import type { Body } from '@pebble/contract/endpoint';
import type { FlowEngine } from '@pebble/contract/flows';
import type { reportRun } from '@pebble/contract/jobs';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import type { FlowVersionHead } from './flow-versions.ts';

export type Report = Body<typeof reportRun>;

/** An attempt that another engine works on. */
export interface Lease {
  id: string;
  entity_id: string;
  inbound_id: string;
  attempt: number;
  began_at: Date;
  until: Date;
  /** When the engine said that it took it; null when nobody knows whether it did. */
  taken_at: Date | null;
  report: Report | null;
  reported_at: Date | null;
  closed_at: Date | null;
  /** By the clock of the database, which wrote the other times. */
  over: boolean;
  age_ms: number;
  left_ms: number;
  /** What was deployed when it began. */
  deployment: {
    flow_version_id: string;
    flow_id: string;
    version: string;
    content_hash: string;
    engine: FlowEngine;
  };
}

interface NewLease {
  entityId: string;
  inboundId: string;
  deploymentId: string;
  attempt: number;
  seconds: number;
}

/**
 * Begins a lease on a mail whose attempt has begun. Null when the mail is leased already: another worker was faster.
 *
 * @returns the lease's id, and the end of its time
 */
export async function openLease(tx: TenantTx, lease: NewLease): Promise<{ id: string; until: Date } | null> {
  const { rows } = await tx.sql.raw<{ rows: { id: string; until: Date }[] }>(
    `INSERT INTO flow_leases (id, tenant_id, entity_id, inbound_id, deployment_id, attempt, until)
     VALUES (?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?))
     ON CONFLICT (tenant_id, inbound_id) WHERE closed_at IS NULL DO NOTHING RETURNING id, until`,
    [
      ...[newId(), tx.scope.tenantId, lease.entityId, lease.inboundId, lease.deploymentId],
      ...[lease.attempt, lease.seconds],
    ],
  );
  const [opened] = rows;
  // The sweeper leaves the mail in peace as long as somebody has it.
  if (opened)
    await tx.sql('inbound_emails').where({ id: lease.inboundId }).update({ retry_at: opened.until });
  return opened ?? null;
}

/** The engine has said that it took the job. */
export async function markTaken(tx: TenantTx, leaseId: string): Promise<void> {
  await tx.sql('flow_leases').where({ id: leaseId }).update({ taken_at: tx.sql.fn.now() });
}

/** The engine has refused the job, so nothing was begun: as if there had been no lease. */
export async function dropLease(tx: TenantTx, leaseId: string): Promise<void> {
  await tx.sql('flow_leases').where({ id: leaseId, closed_at: null, reported_at: null }).delete();
}

/** The lease under which a mail is worked on now, locked; null when there is none. */
export async function openLeaseOf(tx: TenantTx, inboundId: string): Promise<Lease | null> {
  const { rows } = await tx.sql.raw<{ rows: Lease[] }>(
    `SELECT l.id, l.entity_id, l.inbound_id, l.attempt, l.began_at, l.until, l.taken_at, l.report, l.reported_at, l.closed_at,
       l.until <= clock_timestamp() AS over,
       extract(epoch FROM clock_timestamp() - l.began_at)::float8 * 1000 AS age_ms,
       extract(epoch FROM l.until - clock_timestamp())::float8 * 1000 AS left_ms,
       json_build_object('flow_version_id', d.flow_version_id, 'flow_id', d.flow_id, 'version', d.version,
                         'content_hash', d.content_hash, 'engine', d.engine) AS deployment
     FROM flow_leases l JOIN flow_deployments d ON d.id = l.deployment_id
     WHERE l.inbound_id = ? AND l.closed_at IS NULL FOR UPDATE OF l`,
    [inboundId],
  );
  return rows[0] ?? null;
}

/**
 * The version that runs under a lease, with the knobs as they stand now.
 *
 * @throws ApiProblem job_closed
 */
export async function leasedFlow(tx: TenantTx, leaseId: string): Promise<FlowVersionHead> {
  const { rows } = await tx.sql.raw<{ rows: FlowVersionHead[] }>(
    `SELECT v.id, v.flow_id, v.version, v.content_hash, v.manifest, coalesce(a.knobs, v.knobs) AS knobs, v.active,
       v.installed_at
     FROM flow_leases l
     JOIN flow_deployments d ON d.id = l.deployment_id
     JOIN flow_versions v ON v.id = d.flow_version_id
     LEFT JOIN flow_versions a ON a.flow_id = v.flow_id AND a.active
     WHERE l.id = ?`,
    [leaseId],
  );
  if (!rows[0]) throw new ApiProblem('job_closed', { detail: GONE });
  return rows[0];
}

const GONE = 'The attempt that this run belongs to is not there.';

export async function closeLease(tx: TenantTx, leaseId: string): Promise<void> {
  await tx
    .sql('flow_leases')
    .where({ id: leaseId })
    .update({ closed_at: tx.sql.raw('clock_timestamp()') });
}

/**
 * How many jobs a deployment has in hand: sent, not reported, and still in their time. Until the transaction ends nobody else
 * counts, or two would take the same room.
 */
export async function inHand(tx: TenantTx, deploymentId: string): Promise<number> {
  await tx.sql.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`in hand ${deploymentId}`]);
  const { rows } = await tx.sql.raw<{ rows: { jobs: number }[] }>(
    `SELECT count(*)::integer AS jobs FROM flow_leases
     WHERE deployment_id = ? AND closed_at IS NULL AND reported_at IS NULL AND until > now()`,
    [deploymentId],
  );
  return rows[0]?.jobs ?? 0;
}

/**
 * Takes down how a run ended. The first word counts: an engine that says the same again is told that it is well, and one that says
 * something else, or says it too late, is refused.
 *
 * @throws ApiProblem job_closed
 */
export async function reportLease(tx: TenantTx, leaseId: string, report: Report): Promise<void> {
  const lease = await tx
    .sql<Pick<Lease, 'id' | 'report' | 'closed_at'>>('flow_leases')
    .where({ id: leaseId })
    .forUpdate()
    .first('report', 'closed_at');
  if (!lease) throw new ApiProblem('job_closed', { detail: GONE });
  if (lease.report?.status === report.status) return;
  if (lease.report) throw new ApiProblem('job_closed', { detail: 'This run was reported otherwise before.' });
  if (lease.closed_at) throw new ApiProblem('job_closed', { detail: 'The time for this run was over.' });
  await tx
    .sql('flow_leases')
    .where({ id: leaseId })
    .update({ report: JSON.stringify(report), reported_at: tx.sql.raw('clock_timestamp()') });
}

import type { FlowEngine } from '@pebble/contract/flows';
import { randomBytes } from 'node:crypto';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';

/** A version of a flow on an engine, without its secret. */
export interface Deployment {
  id: string;
  flow_id: string;
  flow_version_id: string;
  version: string;
  content_hash: string;
  engine: FlowEngine;
  remote_id: string | null;
  /** Where a person opens it in the engine's own editor. */
  remote_url: string | null;
  webhook_url: string | null;
  active: boolean;
  deployed_by: string;
  deployed_at: Date;
  superseded_at: Date | null;
}

export interface NewDeployment {
  /** A version that is stored already, active or not. */
  version: { id: string; flow_id: string; version: string; content_hash: string };
  engine: FlowEngine;
  /** `user:<id>`, or who else did it. */
  deployedBy: string;
  /** Of a foreign engine: what jobs are sent to, and signed with. */
  remote?: { id: string; url: string | null; webhookUrl: string; secret: string };
}

const COLUMNS = [
  ...(['id', 'flow_id', 'flow_version_id', 'version', 'content_hash', 'engine', 'remote_id'] as const),
  ...(['remote_url', 'webhook_url', 'active', 'deployed_by', 'deployed_at', 'superseded_at'] as const),
];

/** A secret to sign jobs with, as Standard Webhooks has them. It goes into the deployment and into the engine's connection `pebble`. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/**
 * Writes down that a version is what its engine runs from now on, in place of the one before. Jobs that are under way over there go
 * on, and report under the deployment that they were sent to.
 */
export async function recordDeployment(
  tx: TenantTx,
  keeper: SecretKeeper,
  { version, engine, deployedBy, remote }: NewDeployment,
): Promise<Deployment> {
  const id = newId();
  await retireDeployment(tx, version.flow_id, engine);
  const [row] = await tx
    .sql('flow_deployments')
    .insert({
      id,
      tenant_id: tx.scope.tenantId,
      flow_id: version.flow_id,
      flow_version_id: version.id,
      version: version.version,
      content_hash: version.content_hash,
      engine,
      deployed_by: deployedBy,
      ...(remote && {
        remote_id: remote.id,
        remote_url: remote.url,
        webhook_url: remote.webhookUrl,
        secret_sealed: keeper.seal(tx.scope.tenantId, id, remote.secret),
      }),
    })
    .returning<Deployment[]>([...COLUMNS]);
  if (!row) throw new Error('a deployment was not written');
  return row;
}

/** Ends the active deployment of a flow on an engine, if there is one. What it has in hand may still report. */
export async function retireDeployment(tx: TenantTx, flowId: string, engine: FlowEngine): Promise<void> {
  // Two that deploy the same flow at the same moment take turns.
  await tx.sql.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `deploy ${tx.scope.tenantId} ${flowId} ${engine}`,
  ]);
  await tx
    .sql('flow_deployments')
    .where({ flow_id: flowId, engine, active: true })
    .update({ active: false, superseded_at: tx.sql.fn.now() });
}

/** What an engine runs now; null when the flow is not deployed there. */
export async function activeDeployment(
  tx: TenantTx,
  flowId: string,
  engine: FlowEngine,
): Promise<Deployment | null> {
  const found = await tx
    .sql('flow_deployments')
    .where({ flow_id: flowId, engine, active: true })
    .first<Deployment | undefined>(...COLUMNS);
  return found ?? null;
}

/** Deployments of all flows, or of one, newest first. */
export function findDeployments(
  tx: TenantTx,
  { flowId, onlyActive = false }: { flowId?: string; onlyActive?: boolean } = {},
): Promise<Deployment[]> {
  const found = tx.sql('flow_deployments').orderByRaw('flow_id, deployed_at DESC, id DESC');
  if (flowId !== undefined) void found.where({ flow_id: flowId });
  if (onlyActive) void found.where({ active: true });
  return found.select<Deployment[]>(...COLUMNS);
}

/** The secret of a deployment, in the clear; null for the embedded engine. @throws SealingKeyMissing, BoxBroken */
export async function deploymentSecret(
  tx: TenantTx,
  keeper: SecretKeeper,
  id: string,
): Promise<string | null> {
  const row = await tx
    .sql<{ id: string; secret_sealed: Buffer | null }>('flow_deployments')
    .where({ id })
    .first('secret_sealed');
  return row?.secret_sealed ? keeper.unseal(tx.scope.tenantId, id, row.secret_sealed) : null;
}

/**
 * The secret that all flows of a tenant on an engine are signed with, in the clear: its connection `pebble` over there holds one, and
 * a flow that were deployed with another would lock the others out. Null when nothing was ever deployed there.
 *
 * @throws SealingKeyMissing, BoxBroken
 */
export async function engineSecret(
  tx: TenantTx,
  keeper: SecretKeeper,
  engine: FlowEngine,
): Promise<string | null> {
  const last = await tx
    .sql<{ id: string; engine: string; secret_sealed: Buffer | null }>('flow_deployments')
    .where({ engine })
    .whereNotNull('secret_sealed')
    .orderByRaw('active DESC, deployed_at DESC, id DESC')
    .first('id');
  return last ? deploymentSecret(tx, keeper, last.id) : null;
}

import type { FlowEngine } from '@pebble/contract/flows';
import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import { appendEvent } from '../events/append-event.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';
import { activeDeployment, recordDeployment, type Deployment, type NewDeployment } from './deployments.ts';
import type { FlowVersionRow } from './flow-versions.ts';
import { installFlow, type FlowPackage } from './install-flow.ts';
import { versionOf } from './version-of.ts';

/** What a flow runs as on an engine, whoever brought it there. */
export interface Running {
  flow_version_id: string;
  version: string;
  content_hash: string;
  /** Null for what the catalogue installed in the embedded engine. */
  deployment: Deployment | null;
}

/** Keeps a version beside those that are there, without activating it; one that is stored already stays as it is. */
export async function storeVersion(tx: TenantTx, flow: FlowPackage): Promise<FlowVersionRow> {
  await tx
    .sql('flow_versions')
    .insert({
      id: newId(),
      tenant_id: tx.scope.tenantId,
      flow_id: flow.id,
      version: flow.version,
      content_hash: flow.contentHash,
      manifest: JSON.stringify(flow.manifest),
      flow: JSON.stringify(flow.flow),
    })
    .onConflict(['tenant_id', 'flow_id', 'version', 'content_hash'])
    .ignore();
  return versionOf(tx, flow.id, `${flow.version}@${flow.contentHash}`);
}

/** What an engine runs now; null when the flow is not there. The embedded engine runs what is active, however it became so. */
export async function runningOn(tx: TenantTx, flowId: string, engine: FlowEngine): Promise<Running | null> {
  const deployment = await activeDeployment(tx, flowId, engine);
  if (engine !== 'embedded') return deployment && { ...deployment, deployment };
  const row = await tx
    .sql<FlowVersionRow>('flow_versions')
    .where({ flow_id: flowId, active: true })
    .first('id', 'version', 'content_hash');
  if (!row) return null;
  const same = deployment?.flow_version_id === row.id ? deployment : null;
  return { flow_version_id: row.id, version: row.version, content_hash: row.content_hash, deployment: same };
}

/**
 * Writes down that an engine runs a stored version from now on, with its event; in the embedded engine this is also what makes it run.
 * For another engine it comes last, when the version runs there.
 */
export async function deployVersion(
  tx: TenantTx,
  keeper: SecretKeeper,
  draft: NewDeployment & { event: 'flow.deployed' | 'flow.rolled_back' },
): Promise<Deployment> {
  const { version, engine, remote } = draft;
  const before = await runningOn(tx, version.flow_id, engine);
  if (engine === 'embedded') {
    const { manifest, flow } = await versionOf(
      tx,
      version.flow_id,
      `${version.version}@${version.content_hash}`,
    );
    const contentHash = version.content_hash;
    // The catalogue installs without writing it down; from here on there is something to go back to.
    if (before && !before.deployment && before.flow_version_id !== version.id)
      await recordDeployment(tx, keeper, {
        version: rowOf(before, version.flow_id),
        engine,
        deployedBy: 'system',
      });
    await installFlow(tx, { id: version.flow_id, version: version.version, contentHash, manifest, flow });
  }
  const deployment = await recordDeployment(tx, keeper, draft);
  const data = {
    flow_id: version.flow_id,
    engine,
    deployed_by: draft.deployedBy,
    remote_id: remote?.id ?? null,
    before: before && { version: before.version, content_hash: before.content_hash },
    after: { version: version.version, content_hash: version.content_hash },
  };
  await appendEvent(tx, { type: draft.event, data });
  return deployment;
}

/**
 * The version to go back to: of that number or content hash, or else the one that ran last before the present one. Null when nothing
 * else ever ran there.
 */
export async function versionBefore(
  tx: TenantTx,
  flowId: string,
  engine: FlowEngine,
  wanted?: string,
): Promise<FlowVersionRow | null> {
  if (wanted !== undefined) return versionOf(tx, flowId, wanted);
  const now = (await runningOn(tx, flowId, engine))?.flow_version_id;
  if (now === undefined) return null;
  const versions = () => tx.sql<FlowVersionRow>('flow_versions');
  const last = await tx
    .sql<Deployment>('flow_deployments')
    .where({ flow_id: flowId, engine, active: false })
    .whereNot('flow_version_id', now)
    .orderBy([
      { column: 'superseded_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first('flow_version_id');
  if (last) return (await versions().where({ id: last.flow_version_id }).first()) ?? null;
  if (engine !== 'embedded') return null;
  // What the catalogue had installed before.
  const earlier = versions()
    .where({ flow_id: flowId })
    .where('installed_at', '<', versions().where({ id: now }).select('installed_at'));
  return (await earlier.orderBy('installed_at', 'desc').first()) ?? null;
}

function rowOf(
  { flow_version_id: id, version, content_hash }: Running,
  flow_id: string,
): NewDeployment['version'] {
  return { id, flow_id, version, content_hash };
}

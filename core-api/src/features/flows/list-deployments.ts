import type { FlowDeployment } from '@pebble/contract/flow-versions';
import type { TenantTx } from '../../db/with-tenant.ts';
import { findDeployments } from './deployments.ts';
import { allFlows } from './flow-versions.ts';

/**
 * The active version of each flow on each engine. What the catalogue has installed was deployed by nobody, and runs in the
 * embedded engine since it was installed.
 */
export async function listDeployments(tx: TenantTx): Promise<FlowDeployment[]> {
  const deployed = await findDeployments(tx, { onlyActive: true });
  const versions = (await allFlows(tx)).filter(({ active }) => active);
  const names = await namesOf(
    tx,
    deployed.map((one) => one.deployed_by),
  );
  const shown = deployed
    // The embedded engine runs what is active, whatever was deployed there before.
    .filter(
      (one) => one.engine !== 'embedded' || versions.some((version) => version.id === one.flow_version_id),
    )
    .map(({ flow_id, engine, version, content_hash, ...one }) => ({
      ...{ flow_id, engine, version, content_hash },
      deployed_at: one.deployed_at.toISOString(),
      deployed_by: names.get(one.deployed_by) ?? 'system',
      open_url: one.remote_url,
    }));
  const installed = versions
    .filter(({ flow_id }) => !shown.some((one) => one.flow_id === flow_id && one.engine === 'embedded'))
    .map(({ flow_id, version, content_hash, installed_at }) => ({
      ...{ flow_id, engine: 'embedded' as const, version, content_hash },
      deployed_at: installed_at.toISOString(),
      ...{ deployed_by: 'system', open_url: null },
    }));
  return [...shown, ...installed].sort((a, b) => a.flow_id.localeCompare(b.flow_id));
}

/** Names of the persons among actors. */
async function namesOf(tx: TenantTx, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = actors.flatMap((actor) => /^user:([0-9a-f-]{36})$/.exec(actor)?.[1] ?? []);
  const users = await tx.sql<{ id: string; name: string }>('users').whereIn('id', ids).select('id', 'name');
  return new Map(users.map(({ id, name }) => [`user:${id}`, name]));
}

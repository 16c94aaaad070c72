import { newId } from '../../db/new-id.ts';
import type { TenantTx } from '../../db/with-tenant.ts';
import type { FlowVersionRow } from './flow-versions.ts';

/** A flow as it lies in the catalogue. */
export interface FlowPackage {
  id: string;
  version: string;
  contentHash: string;
  manifest: unknown;
  flow: unknown;
}

/**
 * Makes a catalogue flow the tenant's active version and returns true when that changed anything. Knobs that the tenant has
 * turned carry over; old versions stay, because runs refer to them.
 */
export async function installFlow(tx: TenantTx, flow: FlowPackage): Promise<boolean> {
  const versions = () => tx.sql<FlowVersionRow>('flow_versions').where({ flow_id: flow.id });
  // Processes of one installation start together. A lock on the active row would not do: whoever waits for it finds
  // it active no more, takes the tenant for a new one, and the settings would be gone.
  await tx.sql.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `install ${tx.scope.tenantId} ${flow.id}`,
  ]);
  const current = await versions().where({ active: true }).forUpdate().first();
  if (current?.version === flow.version && current.content_hash === flow.contentHash) return false;
  await versions().where({ active: true }).update({ active: false });
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
      knobs: JSON.stringify(current?.knobs ?? {}),
    })
    .onConflict(['tenant_id', 'flow_id', 'version', 'content_hash'])
    .ignore();
  await versions()
    .where({ version: flow.version, content_hash: flow.contentHash })
    .update({ active: true, knobs: JSON.stringify(current?.knobs ?? {}) as never });
  return true;
}

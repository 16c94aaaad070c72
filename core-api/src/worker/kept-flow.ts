import { FlowRefused } from '@pebble/flows/engine/flow-refused';
import { loadFlow } from '@pebble/flows/engine/load-flow';
import { PIECES } from '@pebble/flows/pieces';
import type { TenantTx } from '../db/with-tenant.ts';
import { runningOn } from '../features/flows/deploy-version.ts';
import type { FlowVersionRow } from '../features/flows/flow-versions.ts';
import type { FlowPackage } from '../features/flows/install-flow.ts';

/**
 * Whether a start leaves a tenant's flow as it is: somebody has gone to another version than the catalogue's, knowing that one, and it
 * still runs. Without this a rollback would last until the next start. A new version in the catalogue is installed all the same, once.
 */
export async function isKept(tx: TenantTx, catalogue: FlowPackage): Promise<boolean> {
  const running = await runningOn(tx, catalogue.id, 'embedded');
  if (!running?.deployment || running.content_hash === catalogue.contentHash) return false;
  const stored = await tx
    .sql<FlowVersionRow>('flow_versions')
    .where({ flow_id: catalogue.id, version: catalogue.version, content_hash: catalogue.contentHash })
    .first('id');
  const row = await tx.sql<FlowVersionRow>('flow_versions').where({ id: running.flow_version_id }).first();
  return stored !== undefined && row !== undefined && loads(row);
}

/** The pieces that a flow names may have gone with an older release. */
function loads({ flow, manifest }: FlowVersionRow): boolean {
  try {
    loadFlow({ flow, manifest, pieces: PIECES });
    return true;
  } catch (error) {
    if (error instanceof FlowRefused) return false;
    throw error;
  }
}

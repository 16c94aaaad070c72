import { loadFlow, type LoadedFlow } from '@pebble/flows/engine/load-flow';
import { PIECES } from '@pebble/flows/pieces';
import type { TenantTx } from '../db/with-tenant.ts';
import { activeMailFlow, flowOf, MAIL_FLOW, type FlowVersionHead } from '../features/flows/flow-versions.ts';

export { MAIL_FLOW };

/** Flows ready to run, by version and content hash: each is read, checked and compiled once, whatever the number of tenants. */
export class LoadedFlows {
  private readonly loaded = new Map<string, LoadedFlow>();

  /**
   * The flow that new mail goes through.
   *
   * @throws FlowRefused when it is outside what the embedded engine runs, ApiProblem not_found when there is none
   */
  async forMail(tx: TenantTx): Promise<{ version: FlowVersionHead; flow: LoadedFlow }> {
    const version = await activeMailFlow(tx);
    const key = `${version.version} ${version.content_hash}`;
    const known = this.loaded.get(key);
    if (known) return { version, flow: known };
    const flow = loadFlow({ flow: await flowOf(tx, version.id), manifest: version.manifest, pieces: PIECES });
    this.loaded.set(key, flow);
    return { version, flow };
  }
}

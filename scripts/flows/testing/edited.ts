import type { FlowPackage } from '@pebble/flows/catalog';
import { contentHash } from '@pebble/flows/engine/content-hash';

/** The flow in another version, with one input of one step changed, as somebody would commit it. */
export function edited(flow: FlowPackage, version: string, reason = 'Edited.'): FlowPackage {
  const text = JSON.stringify(flow.flow).replaceAll('Same mail as ', `${reason} `);
  const changed = JSON.parse(text) as unknown;
  return {
    ...flow,
    ...{ version, flow: changed, contentHash: contentHash(changed) },
    manifest: { ...flow.manifest, version },
  };
}

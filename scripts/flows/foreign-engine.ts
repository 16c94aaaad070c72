import type { Deployment } from '@pebble/core-api/features/flows/deployments';
import type { FlowPackage } from '@pebble/flows/catalog';
import type { FlowChange } from '@pebble/flows/edit/flow-diff';

/** A version that is to run in another engine in place of what runs there. */
export interface BringUp {
  tenant: string;
  flow: FlowPackage;
  /** What runs there now, and the flow that it was made of. */
  current: { deployment: Deployment; flow: FlowPackage } | null;
  /** Jobs are signed with it. */
  secret: string;
  /** Where the engine reaches Pebble. */
  publicUrl: string;
  /** Go over what somebody has edited there. */
  overwrite: boolean;
}

export interface BroughtUp {
  id: string;
  /** Where a person opens it. */
  url: string;
  webhookUrl: string;
}

export interface ForeignEngine {
  readonly label: string;
  /** Throws ScriptError when it did not come up; then what ran before runs on, and the message says so. */
  bringUp(request: BringUp): Promise<BroughtUp>;
  /** What somebody has changed there since it was deployed; null when it is not there any more. */
  edits(deployment: Deployment, deployed: FlowPackage, tenant: string): Promise<readonly FlowChange[] | null>;
}

/**
 * What a connection of the flow is called in an engine that several organisations may share: with one name for all, the flow of one
 * would sign in with what belongs to another. The name of an organisation holds no underscore, so no two pairs give the same name.
 */
export function remoteName(tenant: string, connection: string): string {
  return `${tenant}_${connection}`;
}

/** The connection through which a flow reaches Pebble; it is made at each deployment, the others by people. */
export const PEBBLE_CONNECTION = 'pebble';
export const PEBBLE_PIECE = '@pebble/piece-pebble';

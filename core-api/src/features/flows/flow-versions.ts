import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';

export interface FlowVersionRow {
  id: string;
  flow_id: string;
  version: string;
  content_hash: string;
  manifest: { purpose: string; events?: { in: string[] } };
  flow: unknown;
  knobs: Record<string, unknown>;
  active: boolean;
  installed_at: Date;
}

/** How a manifest's knobs are read; handed in, because only the flow engine understands a manifest. */
export interface KnobRules {
  /** Settings of the tenant over the manifest's defaults. */
  effective(manifest: unknown, set: Record<string, unknown>): Record<string, unknown>;
  /** What is wrong with new settings; an empty list when nothing is. */
  problems(manifest: unknown, values: Record<string, unknown>): { knob: string; message: string }[];
}

/** Everything of a version but the flow itself, which is large and which only the engine reads. */
export type FlowVersionHead = Omit<FlowVersionRow, 'flow'>;

const HEAD = [
  'id',
  'flow_id',
  'version',
  'content_hash',
  'manifest',
  'knobs',
  'active',
  'installed_at',
] as const;

/** @throws ApiProblem not_found when the tenant has no active version of the flow */
export async function activeFlow(tx: TenantTx, flowId: string): Promise<FlowVersionHead> {
  const row = await tx
    .sql<FlowVersionRow>('flow_versions')
    .where({ flow_id: flowId, active: true })
    .first<FlowVersionHead | undefined>(...HEAD);
  if (!row) throw new ApiProblem('not_found', { detail: 'This flow has no active version.' });
  return row;
}

/** The flow that new mail goes through unless somebody has chosen another. */
export const MAIL_FLOW = 'email-triage';

/** @throws ApiProblem not_found when the flow that new mail goes through has no active version */
export async function activeMailFlow(tx: TenantTx): Promise<FlowVersionHead> {
  // One statement for choice and version: this is asked for each mail, or few of them.
  const row = await tx
    .sql<FlowVersionRow>('flow_versions')
    .whereRaw('active AND flow_id = coalesce((SELECT flow_id FROM mail_flows), ?)', [MAIL_FLOW])
    .first<FlowVersionHead | undefined>(...HEAD);
  if (!row) throw new ApiProblem('not_found', { detail: 'This flow has no active version.' });
  return row;
}

/** Versions of all flows, newest first within a flow. */
export function allFlows(tx: TenantTx): Promise<FlowVersionHead[]> {
  return tx
    .sql('flow_versions')
    .orderByRaw('flow_id, installed_at DESC')
    .select<FlowVersionHead[]>(...HEAD);
}

/** The flow of a version, as it was installed. */
export async function flowOf(tx: TenantTx, versionId: string): Promise<unknown> {
  const row = await tx.sql<FlowVersionRow>('flow_versions').where({ id: versionId }).first('flow');
  return row?.flow;
}

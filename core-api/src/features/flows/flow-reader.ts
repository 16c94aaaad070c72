import type { FlowEdge, FlowKnob, FlowNode } from '@pebble/contract/flow-versions';
import type { FlowPackage } from './install-flow.ts';

/** How flows and manifests are read; handed in, because only the flow engine understands them. */
export interface FlowReader {
  /** @throws ApiProblem flow_refused, which names step and reason, for what the embedded engine would not run */
  check(flow: unknown, manifest: unknown): FlowPackage;
  /** The steps of a flow and the ways between them. @throws ApiProblem flow_refused */
  picture(flow: unknown, manifest: unknown): { nodes: FlowNode[]; edges: FlowEdge[] };
  /** What a manifest declares, with what the tenant has set. */
  knobs(manifest: unknown, set: Record<string, unknown>): FlowKnob[];
}

import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { FlowEngine, FlowVersion } from './flows.ts';
import { PageQuery, pageOf } from './page.ts';
import { Timestamp } from './values.ts';

export { FlowEngine };

/** What a step does: starts the flow, calls a piece, chooses a way, or repeats its steps for each item. */
export const FlowNodeKind = z.enum(['trigger', 'piece', 'router', 'loop']);
export type FlowNodeKind = z.infer<typeof FlowNodeKind>;

export const FlowNode = z.object({
  /** Name of the step, as runs have it. */
  step: z.string(),
  display_name: z.string(),
  kind: FlowNodeKind,
  /** Package and version of the piece, and its action or trigger; null for routers and loops. */
  piece: z.string().nullable(),
  piece_version: z.string().nullable(),
  action: z.string().nullable(),
  continue_on_failure: z.boolean(),
  retry_on_failure: z.boolean(),
  /** Other steps whose output it reads, and connections that it uses. Values are not told. */
  reads: z.array(z.string()),
  connections: z.array(z.string()),
});
export type FlowNode = z.infer<typeof FlowNode>;

export const FlowEdge = z.object({
  from: z.string(),
  to: z.string(),
  /** Name of a router's branch, or `for each item` into a loop; null for what simply comes next. */
  label: z.string().nullable(),
});
export type FlowEdge = z.infer<typeof FlowEdge>;

/** A version as a picture: steps in the order in which they stand, trigger first. */
export const FlowGraph = z.object({
  flow_id: z.string(),
  version: z.string(),
  content_hash: z.string(),
  nodes: z.array(FlowNode),
  edges: z.array(FlowEdge),
});
export type FlowGraph = z.infer<typeof FlowGraph>;

const readers = ['admin', 'integrator', 'ops'] as const;
const flow = z.object({ flow_id: z.string().min(1).max(100) });
/** A version number or a content hash, which stand for what was installed under them last, or both: `1.2.3@<hash>`. */
const version = flow.extend({ version: z.string().min(1).max(100) });
const example = { params: { flow_id: 'no-such-flow', version: '1.0.0' } };

export const getFlowGraph = defineEndpoint({
  id: 'getFlowGraph',
  method: 'GET',
  path: '/api/v1/flows/{flow_id}/versions/{version}/graph/',
  summary: 'A version of a flow as a picture: its steps, and the ways between them.',
  params: version,
  reply: FlowGraph,
  errors: ['not_found', 'flow_refused'],
  access: readers,
  audit: { none: 'reads only' },
  example,
});

/** A knob with everything that is needed to turn it. */
export const FlowKnob = z.object({
  name: z.string(),
  type: z.enum(['number', 'boolean', 'choice', 'text']),
  label: z.string(),
  help: z.string(),
  /** Of a number. */
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Of a choice: value to label. */
  choices: z.record(z.string(), z.string()).nullable(),
  /** Of a text, in characters. */
  max_length: z.number().int().nullable(),
  default: z.unknown(),
  value: z.unknown(),
});
export type FlowKnob = z.infer<typeof FlowKnob>;

export const getFlowKnobs = defineEndpoint({
  id: 'getFlowKnobs',
  method: 'GET',
  path: '/api/v1/flows/{flow_id}/knobs/',
  summary: "The knobs of a flow's active version: what they do, their range, and how they stand.",
  params: flow,
  reply: z.object({ flow_id: z.string(), version: z.string(), knobs: z.array(FlowKnob) }),
  errors: ['not_found'],
  access: readers,
  audit: { none: 'reads only' },
  example: { params: { flow_id: 'no-such-flow' } },
});

/** A version on an engine. */
export const FlowDeployment = z.object({
  flow_id: z.string(),
  engine: FlowEngine,
  version: z.string(),
  content_hash: z.string(),
  deployed_at: Timestamp,
  /** Name of the person, or `system`. */
  deployed_by: z.string(),
  /** Where it can be opened in its engine's own editor; null when there is none, or its address is not known. */
  open_url: z.string().nullable(),
});
export type FlowDeployment = z.infer<typeof FlowDeployment>;

export const listFlowDeployments = defineEndpoint({
  id: 'listFlowDeployments',
  method: 'GET',
  path: '/api/v1/flow-deployments/',
  summary: 'Which version of each flow is active, on which engine, since when.',
  reply: pageOf(FlowDeployment),
  access: readers,
  audit: { none: 'reads only' },
});

export const uploadFlowDraft = defineEndpoint({
  id: 'uploadFlowDraft',
  method: 'POST',
  path: '/api/v1/flow-drafts/',
  summary:
    'Store a version of a flow without activating it. What the embedded engine would refuse is refused here, with step and reason.',
  body: z.object({
    /** What Activepieces exports as a template. */
    flow: z.record(z.string(), z.unknown()),
    /** What stands beside it in manifest.json. */
    manifest: z.record(z.string(), z.unknown()),
  }),
  status: 201,
  reply: FlowVersion,
  errors: ['flow_refused'],
  access: ['admin', 'integrator'],
  audit: { event: 'flow.draft_uploaded' },
  example: { body: { flow: {}, manifest: {} } },
});

export const activateFlowVersion = defineEndpoint({
  id: 'activateFlowVersion',
  method: 'POST',
  path: '/api/v1/flows/{flow_id}/versions/{version}/activate/',
  summary:
    'Let new work go through this version, in the embedded engine. The one before stays stored, so that it can be activated again.',
  params: version,
  reply: FlowVersion,
  errors: ['not_found', 'flow_refused'],
  access: ['admin', 'integrator'],
  audit: { event: 'flow.deployed' },
  example,
});

/** Outcome and time of one step over the last runs, for the colours of the picture. */
export const StepFigures = z.object({
  step: z.string(),
  runs: z.number().int(),
  failed: z.number().int(),
  /** Milliseconds, of runs in which it was not skipped; null when there are none. */
  median_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
});
export type StepFigures = z.infer<typeof StepFigures>;

export const getStepFigures = defineEndpoint({
  id: 'getStepFigures',
  method: 'GET',
  path: '/api/v1/flows/{flow_id}/step-figures/',
  summary: 'How often each step failed and how long it took, over the last runs of a flow.',
  params: flow,
  query: PageQuery.pick({ limit: true }).extend({
    content_hash: z.string().max(64).optional(),
  }),
  reply: z.object({ runs: z.number().int(), since: Timestamp.nullable(), steps: z.array(StepFigures) }),
  errors: ['not_found'],
  access: readers,
  audit: { none: 'reads only' },
  example: { params: { flow_id: 'no-such-flow' } },
});

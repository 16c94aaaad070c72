import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { PageQuery, pageOf } from './page.ts';
import { Id, Timestamp } from './values.ts';

/** Where a flow can run. */
export const FlowEngine = z.enum(['embedded', 'activepieces', 'n8n']);
export type FlowEngine = z.infer<typeof FlowEngine>;

export const FlowVersion = z.object({
  flow_id: z.string(),
  version: z.string(),
  /** SHA-256 of flow.json in canonical form, hex. */
  content_hash: z.string(),
  purpose: z.string(),
  active: z.boolean(),
  knobs: z.record(z.string(), z.unknown()),
  installed_at: Timestamp,
});

export const listFlows = defineEndpoint({
  id: 'listFlows',
  method: 'GET',
  path: '/api/v1/flows/',
  summary: 'Flow versions that this tenant has, with the knobs as they stand.',
  reply: pageOf(FlowVersion),
  access: ['admin', 'integrator', 'ops'],
  audit: { none: 'reads only' },
});

export const setKnobs = defineEndpoint({
  id: 'setKnobs',
  method: 'PATCH',
  path: '/api/v1/flows/{flow_id}/knobs/',
  summary: "Turn a flow's knobs. Only declared knobs, only within their range.",
  params: z.object({ flow_id: z.string().min(1).max(100) }),
  body: z.object({ knobs: z.record(z.string(), z.unknown()) }),
  reply: FlowVersion,
  errors: ['not_found'],
  access: ['admin'],
  audit: { event: 'flow.settings_changed' },
  example: { params: { flow_id: 'no-such-flow' }, body: { knobs: {} } },
});

const MailFlow = z.object({
  /** The flow that new mail goes through. */
  flow_id: z.string().min(1).max(100),
});

export const getMailFlow = defineEndpoint({
  id: 'getMailFlow',
  method: 'GET',
  path: '/api/v1/mail-flow/',
  summary: 'Which flow new mail goes through.',
  reply: MailFlow,
  access: ['admin', 'integrator', 'ops'],
  audit: { none: 'reads only' },
});

export const setMailFlow = defineEndpoint({
  id: 'setMailFlow',
  method: 'PUT',
  path: '/api/v1/mail-flow/',
  summary:
    'Let new mail go through another flow. It needs an active version that starts with an accepted mail. Attempts under way end in the old one.',
  body: MailFlow,
  reply: MailFlow,
  errors: ['not_found'],
  access: ['admin'],
  audit: { event: 'flow.mail_flow_chosen' },
  example: { body: { flow_id: 'no-such-flow' } },
});

/** Outcome of one step. No input and no output: runs are seen by people who may not read mail. */
export const StepRun = z.object({
  step: z.string(),
  status: z.enum(['succeeded', 'failed', 'skipped']),
  attempts: z.number().int(),
  /** Milliseconds. */
  duration_ms: z.number(),
  error_class: z.string().nullable(),
});

export const FlowRun = z.object({
  id: Id,
  flow_id: z.string(),
  version: z.string(),
  content_hash: z.string(),
  tracking_id: Id,
  status: z.enum(['succeeded', 'failed']),
  attempt: z.number().int(),
  steps: z.array(StepRun),
  started_at: Timestamp,
  duration_ms: z.number(),
  /** Where it ran. */
  engine: FlowEngine,
  /** What another engine calls the run; null when it has not told. */
  remote_run_id: z.string().nullable(),
});

export const listFlowRuns = defineEndpoint({
  id: 'listFlowRuns',
  method: 'GET',
  path: '/api/v1/flow-runs/',
  summary: 'Recorded runs, newest first: which step did what, and how long it took.',
  query: PageQuery.extend({
    flow_id: z.string().max(100).optional(),
    tracking_id: Id.optional(),
    status: FlowRun.shape.status.optional(),
  }),
  reply: pageOf(FlowRun),
  access: ['admin', 'integrator', 'ops'],
  audit: { none: 'reads only' },
});

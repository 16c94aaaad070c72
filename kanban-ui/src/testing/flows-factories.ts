import { Backtest, BacktestItem, type BacktestOutcome } from '@pebble/contract/backtests';
import { FlowDeployment, FlowGraph, FlowKnob, type FlowNode } from '@pebble/contract/flow-versions';
import { FlowRun, FlowVersion } from '@pebble/contract/flows';
import type { z } from 'zod';
import { id } from './factories.ts';

const NOON = '2026-03-10T12:00:00.000Z';
export const ACTIVE_HASH = 'a'.repeat(64);
export const DRAFT_HASH = 'd'.repeat(64);
export const LEAD_HASH = 'c'.repeat(64);

type Version = z.infer<typeof FlowVersion>;
type Run = z.infer<typeof FlowRun>;

export function flowVersion(change: Partial<Version> = {}): Version {
  return FlowVersion.parse({
    flow_id: 'email-triage',
    version: '1.1.0',
    content_hash: ACTIVE_HASH,
    purpose: 'Puts every business mail on the right board, exactly once.',
    active: true,
    knobs: { confidence_floor: 0.6 },
    installed_at: NOON,
    ...change,
  });
}

export function draftVersion(change: Partial<Version> = {}): Version {
  return flowVersion({ version: '1.2.0', content_hash: DRAFT_HASH, active: false, ...change });
}

/** Another flow that starts with mail. */
export function leadVersion(change: Partial<Version> = {}): Version {
  return flowVersion({
    ...{ flow_id: 'lead-to-odoo', version: '1.0.0', content_hash: LEAD_HASH },
    purpose: 'Makes an Odoo lead of a sure new enquiry.',
    ...change,
  });
}

export function deployment(change: Partial<FlowDeployment> = {}): FlowDeployment {
  return FlowDeployment.parse({
    flow_id: 'email-triage',
    engine: 'embedded',
    version: '1.1.0',
    content_hash: ACTIVE_HASH,
    deployed_at: NOON,
    deployed_by: 'system',
    open_url: null,
    ...change,
  });
}

function node(step: string, change: Partial<FlowNode> = {}): FlowNode {
  return {
    ...{ step, display_name: step, kind: 'piece', piece: '@pebble/piece-pebble', piece_version: '0.2.0' },
    ...{
      action: step,
      continue_on_failure: false,
      retry_on_failure: true,
      reads: [],
      connections: ['pebble'],
    },
    ...change,
  };
}

const ROUTER = { kind: 'router', piece: null, piece_version: null, action: null } as const;

export function flowGraph(change: Partial<FlowGraph> = {}): FlowGraph {
  return FlowGraph.parse({
    flow_id: 'email-triage',
    version: '1.1.0',
    content_hash: ACTIVE_HASH,
    nodes: [
      node('trigger', { display_name: 'New mail', kind: 'trigger', action: 'new_mail', connections: [] }),
      node('check_duplicate', { display_name: 'Check for duplicates', piece: '@pebble/piece-dedupe' }),
      node('route_duplicate', { display_name: 'Seen before?', ...ROUTER }),
      node('end_duplicate', { display_name: 'End as duplicate', action: 'end_mail' }),
      node('classify', {
        display_name: 'Classify',
        piece: '@pebble/piece-classifier',
        continue_on_failure: true,
      }),
      node('route_verdict', { display_name: 'Sure enough?', ...ROUTER }),
      node('place_sure', { display_name: 'Place card', action: 'create_or_append_card' }),
      node('place_unsure', { display_name: 'Place in triage', action: 'create_or_append_card' }),
      node('report_run', { display_name: 'Report the run' }),
    ],
    edges: [
      { from: 'trigger', to: 'check_duplicate', label: null },
      { from: 'check_duplicate', to: 'route_duplicate', label: null },
      { from: 'route_duplicate', to: 'end_duplicate', label: 'Duplicate' },
      { from: 'route_duplicate', to: 'classify', label: 'Otherwise' },
      { from: 'classify', to: 'route_verdict', label: null },
      { from: 'route_verdict', to: 'place_sure', label: 'Sure' },
      { from: 'route_verdict', to: 'place_unsure', label: 'Unsure' },
      { from: 'place_sure', to: 'report_run', label: null },
      { from: 'place_unsure', to: 'report_run', label: null },
    ],
    ...change,
  });
}

export function knob(change: Partial<FlowKnob> = {}): FlowKnob {
  return FlowKnob.parse({
    name: 'confidence_floor',
    type: 'number',
    label: 'Confidence floor',
    help: 'A card goes straight to its column only when the judgement is surer than this.',
    ...{ min: 0.5, max: 0.99, choices: null, max_length: null, default: 0.6, value: 0.7 },
    ...change,
  });
}

export function flowRun(change: Partial<Run> = {}): Run {
  return FlowRun.parse({
    id: id(501),
    flow_id: 'email-triage',
    version: '1.1.0',
    content_hash: ACTIVE_HASH,
    tracking_id: id(401),
    status: 'succeeded',
    attempt: 1,
    steps: [
      { step: 'trigger', status: 'succeeded', attempts: 1, duration_ms: 0.4, error_class: null },
      { step: 'check_duplicate', status: 'succeeded', attempts: 1, duration_ms: 6, error_class: null },
      { step: 'classify', status: 'succeeded', attempts: 2, duration_ms: 240, error_class: null },
      { step: 'place_sure', status: 'succeeded', attempts: 1, duration_ms: 31, error_class: null },
      { step: 'place_unsure', status: 'skipped', attempts: 0, duration_ms: 0, error_class: null },
    ],
    started_at: NOON,
    duration_ms: 278,
    engine: 'embedded',
    remote_run_id: null,
    ...change,
  });
}

export function failedRun(change: Partial<Run> = {}): Run {
  return flowRun({
    id: id(502),
    status: 'failed',
    attempt: 2,
    duration_ms: 3120,
    steps: [
      { step: 'trigger', status: 'succeeded', attempts: 1, duration_ms: 0.4, error_class: null },
      { step: 'classify', status: 'failed', attempts: 4, duration_ms: 3100, error_class: 'UnavailableError' },
    ],
    ...change,
  });
}

export function backtest(change: Partial<Backtest> = {}): Backtest {
  return Backtest.parse({
    id: id(511),
    flow_id: 'email-triage',
    version: '1.2.0',
    content_hash: DRAFT_HASH,
    active_version: '1.1.0',
    active_content_hash: ACTIVE_HASH,
    state: 'finished',
    total: 200,
    done: 200,
    verdicts: { changed: 12, same: 180, drifted: 5, unsure: 2, untried: 1 },
    differences: { placed: 0, outcome: 0, board: 3, column: 12, triage: 10, intent: 3, steps: 0 },
    created_by: 'Ida Analyst',
    created_at: NOON,
    finished_at: NOON,
    kept_until: '2026-04-09T12:00:00.000Z',
    ...change,
  });
}

export function backtestOutcome(change: Partial<BacktestOutcome> = {}): BacktestOutcome {
  return {
    ...{ outcome: 'created', board: 'crm', column: 'new', triage: false, intent: 'new_enquiry' },
    ...{ probability: 0.93, decided_by: 'local_model', reason: null, failed_steps: [] },
    ...change,
  };
}

export function backtestItem(change: Partial<BacktestItem> = {}): BacktestItem {
  return BacktestItem.parse({
    position: 1,
    tracking_id: id(401),
    entity_id: id(901),
    received_at: NOON,
    subject: 'Price for 40 valves',
    from_address: 'ada@buyer.example',
    card_id: id(101),
    verdict: 'changed',
    differences: ['column', 'triage'],
    actual: backtestOutcome(),
    today: backtestOutcome(),
    tried: backtestOutcome({ column: 'triage', triage: true }),
    steps: [],
    reason: null,
    ...change,
  });
}

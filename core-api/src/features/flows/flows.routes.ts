import {
  getMailFlow,
  listFlowRuns,
  listFlows,
  setKnobs,
  setMailFlow,
  type FlowVersion,
} from '@pebble/contract/flows';
import type { z } from 'zod';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, person, type Route } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';
import { findRuns } from './flow-runs.ts';
import { chooseMailFlow, mailFlow } from './mail-flow.ts';
import { activeFlow, allFlows, type FlowVersionHead, type KnobRules } from './flow-versions.ts';

export function flowRoutes(knobs: KnobRules): Route[] {
  const show = (row: FlowVersionHead): z.input<typeof FlowVersion> => ({
    flow_id: row.flow_id,
    version: row.version,
    content_hash: row.content_hash,
    purpose: row.manifest.purpose,
    active: row.active,
    knobs: knobs.effective(row.manifest, row.knobs),
    installed_at: row.installed_at.toISOString(),
  });
  return [
    inTenant(listFlows, async (tx) => ({ items: (await allFlows(tx)).map(show), next_cursor: null })),
    inTenant(listFlowRuns, (tx, call) => findRuns(tx, call.query)),
    inTenant(getMailFlow, async (tx) => ({ flow_id: await mailFlow(tx) })),
    inTenant(setMailFlow, (tx, call, caller) => chooseMailFlow(tx, call.body.flow_id, person(caller).userId)),
    inTenant(setKnobs, async (tx, call) => {
      const flow = await activeFlow(tx, call.params.flow_id);
      const problems = knobs.problems(flow.manifest, call.body.knobs);
      if (problems.length > 0) {
        const errors = problems.map(({ knob, message }) => ({ path: `body.knobs.${knob}`, message }));
        throw new ApiProblem('invalid_request', { detail: 'Some knobs are out of their range.', errors });
      }
      const set = { ...flow.knobs, ...call.body.knobs };
      await tx
        .sql('flow_versions')
        .where({ id: flow.id })
        .update({ knobs: JSON.stringify(set) });
      const data = { flow_id: flow.flow_id, before: flow.knobs, after: set };
      await appendEvent(tx, { type: 'flow.settings_changed', data });
      return show({ ...flow, knobs: set });
    }),
  ];
}

import * as contract from '@pebble/contract/flow-versions';
import type { FlowVersion } from '@pebble/contract/flows';
import type { z } from 'zod';
import type { TenantTx } from '../../db/with-tenant.ts';
import { ApiProblem } from '../../http/problem.ts';
import { inTenant, type Route } from '../../http/route.ts';
import { appendEvent } from '../events/append-event.ts';
import type { SecretKeeper } from '../sources/sealed-secret.ts';
import { deployVersion, storeVersion } from './deploy-version.ts';
import type { FlowReader } from './flow-reader.ts';
import { activeFlow, type FlowVersionRow, type KnobRules } from './flow-versions.ts';
import type { FlowPackage } from './install-flow.ts';
import { listDeployments } from './list-deployments.ts';
import { stepFigures } from './step-figures.ts';
import { versionOf } from './version-of.ts';

/** Versions of flows: what they look like, where they run, and how new ones come in. */
export function versionRoutes(deps: { reader: FlowReader; knobs: KnobRules; keeper: SecretKeeper }): Route[] {
  const { reader } = deps;
  const show = (row: Shown): z.input<typeof FlowVersion> => ({
    flow_id: row.flow_id,
    version: row.version,
    content_hash: row.content_hash,
    purpose: row.manifest.purpose,
    active: row.active,
    knobs: deps.knobs.effective(row.manifest, row.knobs),
    installed_at: row.installed_at.toISOString(),
  });
  return [
    inTenant(contract.getFlowGraph, async (tx, { params }) => {
      const { flow_id, version, content_hash, flow, manifest } = await versionOf(
        tx,
        params.flow_id,
        params.version,
      );
      return { flow_id, version, content_hash, ...reader.picture(flow, manifest) };
    }),
    inTenant(contract.getFlowKnobs, async (tx, { params }) => {
      const { flow_id, version, manifest, knobs } = await activeFlow(tx, params.flow_id);
      return { flow_id, version, knobs: reader.knobs(manifest, knobs) };
    }),
    inTenant(contract.listFlowDeployments, async (tx) => ({
      items: await listDeployments(tx),
      next_cursor: null,
    })),
    inTenant(contract.getStepFigures, async (tx, { params, query }) => {
      await demandFlow(tx, params.flow_id);
      return stepFigures(tx, params.flow_id, query);
    }),
    inTenant(contract.uploadFlowDraft, async (tx, { body }) => {
      const draft = reader.check(body.flow, body.manifest);
      return show(await takeDraft(tx, draft));
    }),
    inTenant(contract.activateFlowVersion, async (tx, { params }) => {
      const row = await versionOf(tx, params.flow_id, params.version);
      reader.check(row.flow, row.manifest);
      await activate(tx, deps.keeper, row);
      return show(await versionOf(tx, row.flow_id, `${row.version}@${row.content_hash}`));
    }),
  ];
}

type Shown = Omit<FlowVersionRow, 'flow'>;

async function demandFlow(tx: TenantTx, flowId: string): Promise<void> {
  const known = await tx.sql('flow_versions').where({ flow_id: flowId }).first('id');
  if (!known) throw new ApiProblem('not_found');
}

/** Beside what is active. Uploading what is stored already changes nothing. */
async function takeDraft(tx: TenantTx, draft: FlowPackage): Promise<FlowVersionRow> {
  const { id: flow_id, version, contentHash: content_hash } = draft;
  const stored = await tx.sql('flow_versions').where({ flow_id, version, content_hash }).first('id');
  if (stored) tx.unchanged = true;
  else await appendEvent(tx, { type: 'flow.draft_uploaded', data: { flow_id, version, content_hash } });
  return storeVersion(tx, draft);
}

async function activate(tx: TenantTx, keeper: SecretKeeper, version: FlowVersionRow): Promise<void> {
  if (version.active) {
    tx.unchanged = true;
    return;
  }
  const { actor } = tx.scope;
  await deployVersion(tx, keeper, { version, engine: 'embedded', deployedBy: actor, event: 'flow.deployed' });
}

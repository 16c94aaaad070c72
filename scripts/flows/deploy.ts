import type { FlowEngine } from '@pebble/contract/flows';
import { deployVersion, runningOn, storeVersion } from '@pebble/core-api/features/flows/deploy-version';
import { engineSecret, newSigningSecret, type Deployment } from '@pebble/core-api/features/flows/deployments';
import { versionOf } from '@pebble/core-api/features/flows/version-of';
import type { TenantTx } from '@pebble/core-api/db/with-tenant';
import type { FlowPackage } from '@pebble/flows/catalog';
import { readManifest } from '@pebble/flows/engine/load-flow';
import { ScriptError } from '../lib/script-error.mjs';
import { activepiecesEngine } from './activepieces-engine.ts';
import type { BroughtUp, ForeignEngine } from './foreign-engine.ts';
import { n8nEngine } from './n8n-engine.ts';
import { demandFit } from './verify.ts';
import { flowOf, inTenant, type Desk, type Report, type Workshop } from './workshop.ts';

export interface DeployOptions {
  to: FlowEngine;
  tenant: string | undefined;
  /** Of the folder; given so that nobody deploys another one than meant. */
  version?: string;
  /** Go over what somebody has edited over there. */
  overwrite?: boolean;
}

/** Deploys the version in the folder. What is active stays so until the new one runs. */
export async function deployFlow(
  shop: Workshop,
  id: string | undefined,
  options: DeployOptions,
): Promise<Report> {
  const flow = flowOf(shop, id);
  if (options.version !== undefined && options.version !== flow.version) {
    throw new ScriptError(
      `flows/${flow.id} holds ${flow.version}, not ${options.version}.\n` +
        `A version that was deployed before comes back with \`npm run flows -- rollback ${flow.id} --to ${options.version}\`.`,
    );
  }
  await demandFit(shop, flow, options.to);
  return place(shop, flow, { ...options, event: 'flow.deployed' });
}

/** Brings a version up on an engine and writes it down. */
export async function place(
  shop: Workshop,
  flow: FlowPackage,
  { to, tenant, overwrite = false, event }: DeployOptions & { event: 'flow.deployed' | 'flow.rolled_back' },
): Promise<Report> {
  const before = await inTenant(shop, tenant, (tx, desk) => lookAround(tx, desk, flow.id, to));
  const same = before.running?.content_hash === flow.contentHash && before.running.version === flow.version;
  if (to === 'embedded' && same && before.running?.deployment) {
    return report(flow, to, before.tenant, before.running.deployment, 'runs there already');
  }
  if (event === 'flow.deployed' && before.running?.version === flow.version && !same) {
    throw new ScriptError(
      `${before.tenant} runs ${flow.version} in ${to} with another content, and a version is to mean one thing.\n` +
        `Raise "version" in flows/${flow.id}/manifest.json. Nothing was deployed.`,
    );
  }
  const remote = to === 'embedded' ? undefined : await bringUp(shop, flow, to, before, overwrite);
  const deployment = await inTenant(shop, before.tenant, async (tx, { keeper }) => {
    const version = await storeVersion(tx, flow);
    return deployVersion(tx, keeper, {
      ...{ version, engine: to, deployedBy: shop.by, event },
      ...(remote ? { remote: { ...remote, secret: before.secret } } : {}),
    });
  }).catch((error: unknown) => {
    if (!remote) throw error;
    throw new ScriptError(
      `${flow.version} runs at ${remote.url}, but that could not be written down: deploy again.\n` +
        (error instanceof Error ? error.message : String(error)),
    );
  });
  return report(
    flow,
    to,
    before.tenant,
    deployment,
    event === 'flow.deployed' ? 'runs there now' : 'runs there again',
  );
}

interface Before {
  tenant: string;
  running: Awaited<ReturnType<typeof runningOn>>;
  current: { deployment: Deployment; flow: FlowPackage } | null;
  /** The one that all flows of the tenant on this engine are signed with, or a new one. */
  secret: string;
}

async function lookAround(
  tx: TenantTx,
  { keeper, tenant }: Desk & { tenant: string },
  flowId: string,
  engine: FlowEngine,
): Promise<Before> {
  const running = await runningOn(tx, flowId, engine);
  const deployment = engine === 'embedded' ? null : (running?.deployment ?? null);
  const kept = engine === 'embedded' ? null : await engineSecret(tx, keeper, engine);
  const current = deployment && { deployment, flow: await storedFlow(tx, flowId, deployment.content_hash) };
  return { tenant, running, current, secret: kept ?? newSigningSecret() };
}

/** A stored version as it lay in the folder once. Throws FlowRefused for a manifest that this release does not read. */
export async function storedFlow(tx: TenantTx, flowId: string, version: string): Promise<FlowPackage> {
  const row = await versionOf(tx, flowId, version);
  const manifest = readManifest(row.manifest);
  return { id: row.flow_id, version: row.version, contentHash: row.content_hash, manifest, flow: row.flow };
}

export async function engineFor(
  shop: Workshop,
  name: Exclude<FlowEngine, 'embedded'>,
): Promise<ForeignEngine> {
  return name === 'activepieces'
    ? activepiecesEngine(await shop.activepieces())
    : n8nEngine(shop.n8n(), shop.pieces);
}

async function bringUp(
  shop: Workshop,
  flow: FlowPackage,
  to: Exclude<FlowEngine, 'embedded'>,
  { tenant, current, secret }: Before,
  overwrite: boolean,
): Promise<BroughtUp> {
  const { publicUrl } = shop;
  if (publicUrl === null) {
    throw new ScriptError(
      'Set PUBLIC_URL to the address at which the other engine reaches Pebble. Nothing was deployed.',
    );
  }
  const engine = await engineFor(shop, to);
  if (current && !overwrite) await demandUnedited(engine, current, tenant);
  return engine.bringUp({ tenant, flow, current, secret, publicUrl, overwrite });
}

/** An analyst's work of hours would be gone. */
async function demandUnedited(
  engine: ForeignEngine,
  { deployment, flow }: { deployment: Deployment; flow: FlowPackage },
  tenant: string,
): Promise<void> {
  const edits = await engine.edits(deployment, flow, tenant);
  if (!edits || edits.length === 0) return;
  const told = edits.map((one) => `  ${one.step ?? 'the flow'}: ${one.text}`).join('\n');
  throw new ScriptError(
    `Somebody has edited ${flow.id} in ${engine.label} since ${flow.version} was deployed:\n${told}\n` +
      (engine.label === 'n8n'
        ? 'Draw the same in flow.json or in Activepieces, '
        : `Bring it in with \`npm run flows -- pull ${flow.id} --from activepieces --tenant ${tenant}\`, `) +
      'or go over it with --overwrite. Nothing was deployed.',
  );
}

function report(
  flow: FlowPackage,
  engine: FlowEngine,
  tenant: string,
  deployment: Deployment,
  what: string,
): Report {
  const { remote_url: url, webhook_url: webhook, deployed_at: at, deployed_by: by } = deployment;
  return {
    ok: true,
    lines: [
      `${flow.id} ${flow.version} of ${tenant} in ${engine}: ${what}.`,
      `  content ${flow.contentHash.slice(0, 12)}, by ${by}, ${at.toISOString()}`,
      ...(url ? [`  open it at ${url}`] : []),
    ],
    json: {
      flow: flow.id,
      ...{ version: flow.version, content_hash: flow.contentHash, engine, tenant },
      ...{
        remote_id: deployment.remote_id,
        url,
        webhook_url: webhook,
        deployed_by: by,
        deployed_at: at.toISOString(),
      },
    },
  };
}

import type { LoadedFlow } from '@pebble/flows/engine/load-flow';
import type { Case, Observed } from '@pebble/flows/engine/testing/replay-case';
import type { N8nWorkflow } from '@pebble/flows/n8n/workflow';
import { credentialName, credentialProperty } from '@pebble/kit/host/n8n-names';
import type { Connector } from '@pebble/kit/connector';
import type { Http } from '@pebble/kit/http';
import { SAMPLE_SESSION } from '@pebble/kit/testing/probe-host';
import type { SessionSlot } from '@pebble/kit/session';
import { replayHttp, type Exchange } from '@pebble/kit/testing/replay-http';
import { className } from '../node-source.ts';
import { startBridge } from './bridge.ts';
import { callOf } from './cases.ts';
import { loadBuilt, type Json } from './n8n-core.ts';
import { runWorkflow, type NodeRun } from './run-workflow.ts';

/**
 * Runs a recorded case of a flow in n8n's own engine with the nodes as they are published, against a server that answers with the
 * case's exchanges; every one of them must come, in order, and no other.
 */
export async function replayInN8n(
  workflow: N8nWorkflow,
  loaded: LoadedFlow,
  one: Case,
  connectors: readonly Connector[],
): Promise<Observed> {
  const replay = replayHttp(one.http as Exchange[]);
  const bridge = await startBridge();
  try {
    bridge.serve(repeated(replay.http));
    const credentials = connectors.map((connector) => {
      const type = credentialName(connector, connector.auth);
      const { credential } = callOf({ connector, fixtures: {} as never }, bridge, {});
      const values = Object.entries(credential).map(([name, value]) => [credentialProperty(name), value]);
      const stored = Object.fromEntries(values) as Json;
      for (const name of loaded.connections) signedIn(connector, { type, name, stored }, one.sessions[name]);
      return [type, stored];
    });
    const run = await runWorkflow({
      ...{ workflow, typeOf: builtType, item: one.payload as Json },
      credentials: Object.fromEntries(credentials) as Record<string, Json>,
    });
    replay.verify();
    const observed = observe(run, loaded, Object.keys(one.expected.outputs));
    // The bridge has led the links of the exchanges to itself.
    const text = JSON.stringify(observed).replaceAll(`${bridge.url}/__host/`, 'https://');
    return JSON.parse(text) as Observed;
  } finally {
    await bridge.close();
  }
}

/** Puts the session of a case where the nodes keep theirs, so that a case need not begin with a sign-in. */
function signedIn(
  { auth }: Connector,
  { type, name, stored }: { type: string; name: string; stored: Json },
  session: Readonly<Record<string, string>> = {},
): void {
  const { sessionOf } = loadBuilt<{ sessionOf(key: string, values: unknown): SessionSlot }>(
    'runtime/session.js',
  );
  const { valuesOf } = loadBuilt<{ valuesOf(of: unknown, stored: Json): unknown }>('runtime/credential.js');
  const values = { ...SAMPLE_SESSION, ...session };
  void sessionOf(`${type}:${name}`, valuesOf(auth, stored)).set({ values, expiresIn: null, until: null });
}

/** A host repeats single requests as it likes; what it repeats gets the same answer, and counts once. */
function repeated(http: Http): Http {
  let last: { request: string; reply: ReturnType<Http> } | null = null;
  return async ({ method, url, body, ...rest }) => {
    const request = JSON.stringify([method, url, body]);
    const again = last?.request === request ? await last.reply : null;
    if (again && again.status >= 400) return again;
    last = { request, reply: http({ method, url, ...(body === undefined ? {} : { body }), ...rest }) };
    return last.reply;
  };
}

/** A node of the built package by its name in workflows. */
export function builtType(name: string): object {
  const file = className(name);
  const Type = loadBuilt<Record<string, new () => object>>(`nodes/${file}/${file}.node.js`)[file];
  if (!Type) throw new Error(`dist/nodes/${file} exports no ${file}`);
  return new Type();
}

export function observe(
  { nodes, failed }: Awaited<ReturnType<typeof runWorkflow>>,
  { steps }: Pick<LoadedFlow, 'steps'>,
  outputs: readonly string[],
): Observed {
  const ran = steps.flatMap((step): [string, NodeRun][] => {
    const node = nodes.get(step);
    return node ? [[step, node]] : [];
  });
  const errors = ran.flatMap(([step, node]) => {
    const error = failureOf(node);
    return error ? [[step, String(error.context?.['errorClass'] ?? error.name)]] : [];
  });
  const failures = Object.fromEntries(errors) as Record<string, string>;
  return {
    status: failed ? 'failed' : 'succeeded',
    steps: Object.fromEntries(ran.map(([step]) => [step, step in failures ? 'failed' : 'succeeded'])),
    outputs: Object.fromEntries(outputs.map((step) => [step, outputOf(nodes.get(step))])),
    errors: failures,
  };
}

function failureOf({ error, outputs }: NodeRun) {
  return error ?? outputs[0]?.[0]?.error;
}

/** What a step gave; a router's last output always has it. */
export function outputOf(node: NodeRun | undefined): unknown {
  const json = node?.outputs.at(-1)?.[0]?.json;
  return json && 'output' in json ? json['output'] : undefined;
}

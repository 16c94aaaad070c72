import { withoutSecrets } from '@pebble/flows/check/secrets';
import type { FlowChange } from '@pebble/flows/edit/flow-diff';
import { canonicalJson } from '@pebble/flows/engine/canonical-json';
import type { N8nNode, N8nWorkflow } from '@pebble/flows/n8n/workflow';

type Drawn = Pick<N8nWorkflow, 'nodes' | 'connections'>;

/** What differs between what was deployed and what is drawn in n8n, by node. Names and places on the canvas do not matter. */
export function compareWorkflows(deployed: Drawn, there: Drawn): FlowChange[] {
  const [before, after] = [deployed, there].map((one) => new Map(one.nodes.map((node) => [node.name, node])));
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])];
  const changes = names.flatMap((step): FlowChange[] => {
    const [old, fresh] = [before?.get(step), after?.get(step)];
    if (!old) return [{ step, kind: 'added', text: `a node of type ${fresh?.type}` }];
    if (!fresh) return [{ step, kind: 'removed', text: `a node of type ${old.type}` }];
    return differences(old, fresh).map((text): FlowChange => ({ step, kind: 'changed', text }));
  });
  const rewired = canonicalJson(plugs(deployed)) !== canonicalJson(plugs(there));
  return rewired
    ? [...changes, { step: null, kind: 'changed', text: 'nodes are connected in another way' }]
    : changes;
}

const COMPARED = ['type', 'onError', 'retryOnFail'] as const;

function differences(old: N8nNode, fresh: N8nNode & { disabled?: boolean }): string[] {
  const keys = [...new Set([...Object.keys(old.parameters), ...Object.keys(fresh.parameters)])];
  return [
    ...COMPARED.filter((key) => (old[key] ?? null) !== (fresh[key] ?? null)).map(
      (key) => `${key} is another`,
    ),
    ...keys
      .filter((key) => written(old.parameters[key]) !== written(fresh.parameters[key]))
      .map((key) => `${key}: ${shown(key, old.parameters[key])} → ${shown(key, fresh.parameters[key])}`),
    ...signIns(old, fresh),
    ...(fresh.disabled ? ['switched off'] : []),
  ];
}

/** By name: an id is n8n's own, and what was compiled has none. */
function signIns(old: N8nNode, fresh: N8nNode): string[] {
  const [was, is] = [old, fresh].map(({ credentials = {} }) =>
    Object.values(credentials)
      .map(({ name }) => `"${name}"`)
      .sort()
      .join(' and '),
  );
  return was === is ? [] : [`signs in with ${is || 'nothing'}, was ${was || 'nothing'}`];
}

function shown(key: string, value: unknown): string {
  // Whatever n8n calls an input, it is one; its expressions name steps and fields, and are no secrets.
  return value === undefined ? 'not set' : written(withoutSecrets(value, ['input', key]));
}

function written(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value);
}

/** Targets by source, without the empty lists that n8n leaves out or puts in. */
function plugs({ connections }: Drawn) {
  return Object.entries(connections)
    .flatMap(([source, { main }]) =>
      main.flatMap((targets, output) => (targets ?? []).map(({ node }) => `${source} ${output} ${node}`)),
    )
    .sort();
}

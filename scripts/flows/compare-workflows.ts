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
      .filter((key) => shown(old.parameters[key]) !== shown(fresh.parameters[key]))
      .map((key) => `${key}: ${shown(old.parameters[key])} → ${shown(fresh.parameters[key])}`),
    ...(fresh.disabled ? ['switched off'] : []),
  ];
}

function shown(value: unknown): string {
  return value === undefined ? 'not set' : canonicalJson(value);
}

/** Targets by source, without the empty lists that n8n leaves out or puts in. */
function plugs({ connections }: Drawn) {
  return Object.entries(connections)
    .flatMap(([source, { main }]) =>
      main.flatMap((targets, output) => (targets ?? []).map(({ node }) => `${source} ${output} ${node}`)),
    )
    .sort();
}

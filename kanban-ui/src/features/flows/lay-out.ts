import dagre from '@dagrejs/dagre';
import type { FlowGraph } from '@pebble/contract/flow-versions';

/** Size of a step in the picture, in pixels. */
export const STEP = { width: 208, height: 76 };

export interface Place {
  x: number;
  y: number;
}

/** Where each step stands, from the top down; the upper left corner of each. */
export function layOut({ nodes, edges }: Pick<FlowGraph, 'nodes' | 'edges'>): Map<string, Place> {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 56 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { step } of nodes) graph.setNode(step, { ...STEP });
  edges.forEach(({ from, to, label }, at) =>
    // A label needs room between the ranks, or it would lie on its neighbour.
    graph.setEdge(from, to, { width: (label?.length ?? 0) * 7, height: label === null ? 0 : 18 }, String(at)),
  );
  dagre.layout(graph);
  return new Map(
    nodes.map(({ step }) => {
      const { x, y } = graph.node(step) as Place;
      return [step, { x: x - STEP.width / 2, y: y - STEP.height / 2 }];
    }),
  );
}

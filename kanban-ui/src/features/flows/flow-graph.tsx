import { Controls, Handle, Position, ReactFlow, type Edge, type Node, type NodeProps } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { GitBranch, Play, Puzzle, Repeat } from 'lucide-react';
import { useMemo } from 'react';
import type { FlowNode } from '@pebble/contract/flow-versions';
import { texts } from '../../messages/flows.ts';
import { briefFigures, figuresText } from './figures-text.ts';
import { failureOf, pieceOf, type GraphProps } from './flow-table.tsx';
import { layOut, STEP } from './lay-out.ts';
import { toneOf, type StepTone } from './step-tones.ts';
import './flow-graph.css';

const words = texts.picture;
const ICONS = { trigger: Play, piece: Puzzle, router: GitBranch, loop: Repeat };

type StepData = { node: FlowNode; tone: StepTone; figures: string | null };
type StepNode = Node<StepData, 'step'>;
const NODE_TYPES = { step: StepBox };
const FIT = { padding: 0.04, minZoom: 0.3, maxZoom: 1 };
/** Room around the steps, in pixels. */
const MARGIN = 48;

/** The steps and the ways between them. It can be moved and zoomed, and walked through by keyboard; nothing in it can be changed. */
export function FlowGraph({ graph, figures, colours }: GraphProps) {
  const places = useMemo(() => layOut(graph), [graph]);
  const [width, height] = sizeOf([...places.values()]);
  const nodes = graph.nodes.map((node): StepNode => {
    const found = figures?.find(({ step }) => step === node.step);
    const said = figuresText(found, colours);
    return {
      id: node.step,
      type: 'step',
      position: places.get(node.step) ?? { x: 0, y: 0 },
      ...STEP,
      data: { node, tone: toneOf(found, colours), figures: briefFigures(found, colours) },
      ariaLabel: labelOf(node, said, graph.edges),
    };
  });
  const edges = graph.edges.map(({ from, to, label }, at): Edge => ({
    id: String(at),
    source: from,
    target: to,
    type: 'smoothstep',
    focusable: false,
    ...(label === null ? {} : { label, labelShowBg: true, labelBgPadding: [5, 3], labelBgBorderRadius: 4 }),
  }));
  return (
    <div
      className="flow-graph"
      role="group"
      aria-label={words.label(graph.flow_id, graph.version)}
      // As high as the steps need; where they must be drawn smaller, as much lower.
      style={{ aspectRatio: `${width} / ${height}`, maxHeight: height }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        elementsSelectable
        deleteKeyCode={null}
        minZoom={0.2}
        maxZoom={2}
        fitView
        fitViewOptions={FIT}
        // The page scrolls over the picture; a wheel with Ctrl, two fingers and the buttons zoom.
        zoomOnScroll={false}
        preventScrolling={false}
        ariaLabelConfig={{
          'controls.zoomIn.ariaLabel': words.zoomIn,
          'controls.zoomOut.ariaLabel': words.zoomOut,
          'controls.fitView.ariaLabel': words.fit,
          'node.a11yDescription.default': '',
          'node.a11yDescription.keyboardDisabled': '',
        }}
      >
        <Controls showInteractive={false} fitViewOptions={FIT} />
      </ReactFlow>
    </div>
  );
}

function sizeOf(places: readonly { x: number; y: number }[]): [width: number, height: number] {
  const width = Math.max(...places.map(({ x }) => x)) + STEP.width + MARGIN;
  return [width, Math.max(...places.map(({ y }) => y)) + STEP.height + MARGIN];
}

function StepBox({ data: { node, tone, figures } }: NodeProps<StepNode>) {
  const Icon = ICONS[node.kind];
  return (
    <div className="step-box" data-kind={node.kind} data-tone={tone}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <p className="step-title">
        <Icon size={14} aria-hidden />
        <span>{node.display_name}</span>
      </p>
      <p className="step-piece">{node.piece === null ? words.kinds[node.kind] : pieceOf(node)}</p>
      {figures !== null && <p className="step-figures">{figures}</p>}
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}

function labelOf(node: FlowNode, figures: string | null, edges: GraphProps['graph']['edges']): string {
  const next = edges
    .filter(({ from }) => from === node.step)
    .map(({ to, label }) => (label === null ? to : `${label}: ${to}`));
  return [
    node.display_name,
    words.kinds[node.kind],
    node.piece !== null && pieceOf(node),
    node.kind === 'piece' && `${words.onFailure}: ${failureOf(node)}`,
    `${words.next}: ${next.length === 0 ? words.end : next.join('; ')}`,
    figures,
  ]
    .filter(Boolean)
    .join('. ');
}

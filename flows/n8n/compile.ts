import { FlowRefused } from '../engine/src/flow-refused.ts';
import { loadFlow, type FlowSource } from '../engine/src/load-flow.ts';
import { displayNameOf } from './drawn.ts';
import { AnyStep, readShape, Template } from '../engine/src/template.ts';
import { addNode, type Build, type CompileOptions, type Draft, type Plug } from './build.ts';
import { pieceNode, routerNode, triggerNode } from './nodes.ts';
import { stableId } from './stable-id.ts';
import type { Writer } from './step-output.ts';
import type { N8nWorkflow } from './workflow.ts';

/** Room between nodes on n8n's canvas. */
const COLUMN = 220;
const ROW = 200;

/**
 * Compiles a flow into the workflow that does the same in n8n with our nodes; always the same for the same flow. Throws FlowRefused,
 * which names the step, for what the embedded engine refuses and for what n8n cannot do in the same way.
 */
export function compileForN8n(source: FlowSource, options: CompileOptions = {}): N8nWorkflow {
  const { id } = loadFlow(source);
  const [version] = readShape(Template, source.flow, null).flows;
  const trigger = readShape(AnyStep, version?.trigger, 'trigger');
  const name = displayNameOf((source.flow as { flows: unknown[] }).flows[0]) ?? id;
  const { instance } = options;
  const seed = instance === undefined ? [id] : [id, instance];
  const build: Build = { source, options, seed, nodes: [], connections: {}, outputs: new Map() };
  addNode(
    build,
    trigger.name,
    { ...triggerNode(build, trigger), ...notes(version?.trigger), position: [0, 0] },
    null,
  );
  build.outputs.set(trigger.name, { output: 0, key: null });
  addChain(build, trigger.nextAction, {
    ...{ x: COLUMN, y: 0 },
    sure: new Set([trigger.name]),
    plug: { node: trigger.name, output: 0 },
  });
  return {
    id: stableId(...seed),
    name: instance === undefined ? name : `${name} (${instance})`,
    active: false,
    nodes: build.nodes,
    connections: build.connections,
    settings: { executionOrder: 'v1' },
  };
}

/** Where a chain begins: on the canvas, in the run, and in the way of the item. */
interface Start {
  x: number;
  y: number;
  /** Steps that have run for certain; the chain adds its own. */
  sure: Set<string>;
  plug: Plug;
}

/** Adds the steps from `first` on; returns the column behind them and their lowest row. */
function addChain(build: Build, first: unknown, start: Start): { x: number; y: number } {
  const { sure } = start;
  let { x, y, plug } = start;
  for (let raw = first; raw !== undefined && raw !== null;) {
    const [step, at] = [readShape(AnyStep, raw, null), raw];
    raw = step.nextAction;
    // What is switched off neither runs nor can be referred to.
    if (step.skip) continue;
    const writer = { step: step.name, previous: plug.node, outputs: build.outputs, sure };
    addNode(build, step.name, { ...draftOf(build, step, writer), ...notes(at), position: [x, y] }, plug);
    sure.add(step.name);
    const branches = step.type === 'ROUTER' ? (step.children as unknown[]) : [];
    // A router's last output is the one that always fires, after those of its branches.
    plug = { node: step.name, output: branches.length };
    build.outputs.set(step.name, { output: plug.output, key: 'output' });
    x += COLUMN;
    if (step.type === 'ROUTER') ({ x, y } = addBranches(build, branches, { x, y, sure, plug }));
  }
  return { x, y };
}

/** n8n runs outputs from top to bottom, each to its end: what follows a router begins behind and below its branches. */
function addBranches(build: Build, branches: readonly unknown[], start: Start): { x: number; y: number } {
  let { x, y } = start;
  for (const [output, first] of branches.entries()) {
    const plug = { node: start.plug.node, output };
    const end = addChain(build, first, { x: start.x, y, plug, sure: new Set(start.sure) });
    x = Math.max(x, end.x);
    y = end.y + ROW;
  }
  return { x, y };
}

function draftOf(build: Build, step: AnyStep, writer: Writer): Draft {
  if (step.type === 'ROUTER') return routerNode(step, writer);
  if (step.type === 'PIECE') return pieceNode(build, step, writer);
  throw new FlowRefused(
    step.name,
    'n8n does not repeat steps as Activepieces does; deploy to another engine',
  );
}

/** A node is called as its step, because expressions hold that; the picture shows what people call it. */
function notes(raw: unknown): Pick<Draft, 'notes' | 'notesInFlow'> {
  const notes = displayNameOf(raw);
  return notes === null ? {} : { notes, notesInFlow: true };
}

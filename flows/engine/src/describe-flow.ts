import { z } from 'zod';
import { loadFlow, type FlowSource } from './load-flow.ts';
import { parseReference } from './reference.ts';
import {
  AnyStep,
  LoopSettings,
  PieceSettings,
  readShape,
  RouterSettings,
  Template,
  TriggerSettings,
} from './template.ts';

/** A step as a picture shows it. Values of inputs are left out: only what they refer to is told. */
export interface StepPicture {
  step: string;
  display_name: string;
  kind: 'trigger' | 'piece' | 'router' | 'loop';
  piece: string | null;
  piece_version: string | null;
  action: string | null;
  continue_on_failure: boolean;
  retry_on_failure: boolean;
  reads: string[];
  connections: string[];
}

/** A way from one step to the next, with the name of the branch that it belongs to. */
export interface StepWay {
  from: string;
  to: string;
  label: string | null;
}

export interface FlowPicture {
  nodes: StepPicture[];
  edges: StepWay[];
}

/** As the engine reads a step, and the name that people gave it. */
const ShownStep = AnyStep.extend({ displayName: z.string().optional() });
type ShownStep = z.infer<typeof ShownStep>;

/** Where a chain is entered: the steps that lead to its first one. */
type Ends = { from: string; label: string | null }[];

/** Draws a flow that the engine can run: steps in the order in which they stand. Throws FlowRefused as `loadFlow` does. */
export function describeFlow(source: FlowSource): FlowPicture {
  loadFlow(source);
  const picture: FlowPicture = { nodes: [], edges: [] };
  const [version] = readShape(Template, source.flow, null).flows;
  const trigger = readShape(ShownStep, version?.trigger, 'trigger');
  const settings = readShape(TriggerSettings, trigger.settings, trigger.name);
  picture.nodes.push({
    ...blank(trigger, 'trigger'),
    piece: settings.pieceName,
    piece_version: settings.pieceVersion,
    action: settings.triggerName,
    ...referencesOf(settings.input),
  });
  drawChain(picture, trigger.nextAction, [{ from: trigger.name, label: null }]);
  return picture;
}

/** Draws a chain and returns where it ends. A chain without steps ends where it was entered. */
function drawChain(picture: FlowPicture, first: unknown, entry: Ends): Ends {
  let ends = entry;
  for (let raw = first; raw !== undefined && raw !== null;) {
    const step = readShape(ShownStep, raw, null);
    // A step that is switched off is not run, and what stands before it leads on.
    if (!step.skip) {
      for (const { from, label } of ends) picture.edges.push({ from, to: step.name, label });
      ends = drawStep(picture, step);
    }
    raw = step.nextAction;
  }
  return ends;
}

function drawStep(picture: FlowPicture, step: ShownStep): Ends {
  const onward: Ends = [{ from: step.name, label: null }];
  if (step.type === 'ROUTER') return drawRouter(picture, step);
  if (step.type === 'LOOP_ON_ITEMS') {
    const { items } = readShape(LoopSettings, step.settings, step.name);
    picture.nodes.push({ ...blank(step, 'loop'), ...referencesOf(items) });
    drawChain(picture, step.firstLoopAction, [{ from: step.name, label: 'for each item' }]);
    return onward;
  }
  const settings = readShape(PieceSettings, step.settings, step.name);
  const { continueOnFailure, retryOnFailure } = settings.errorHandlingOptions ?? {};
  picture.nodes.push({
    ...blank(step, 'piece'),
    piece: settings.pieceName,
    piece_version: settings.pieceVersion,
    action: settings.actionName,
    continue_on_failure: continueOnFailure?.value === true,
    retry_on_failure: retryOnFailure?.value === true,
    ...referencesOf(settings.input),
  });
  return onward;
}

function drawRouter(picture: FlowPicture, step: ShownStep): Ends {
  const { branches } = readShape(RouterSettings, step.settings, step.name);
  const conditions = branches.map((branch) => ('conditions' in branch ? branch.conditions : null));
  picture.nodes.push({ ...blank(step, 'router'), ...referencesOf(conditions) });
  const children = Array.isArray(step.children) ? (step.children as unknown[]) : [];
  return branches.flatMap(({ branchName }, at) =>
    drawChain(picture, children[at], [{ from: step.name, label: branchName }]),
  );
}

function blank(step: ShownStep, kind: StepPicture['kind']): StepPicture {
  return {
    step: step.name,
    display_name: step.displayName ?? step.name,
    kind,
    ...{ piece: null, piece_version: null, action: null },
    ...{ continue_on_failure: false, retry_on_failure: false },
    ...{ reads: [], connections: [] },
  };
}

/** The steps and connections that a value refers to, each once. */
function referencesOf(value: unknown): { reads: string[]; connections: string[] } {
  const found = [...textsOf(value)].flatMap((text) =>
    [...text.matchAll(/\{\{(.*?)\}\}/gs)].flatMap(([, inner = '']) => parseReference(inner.trim()) ?? []),
  );
  const names = (source: 'step' | 'connection') => [
    ...new Set(found.filter((one) => one.source === source).map((one) => one.name)),
  ];
  return { reads: names('step'), connections: names('connection') };
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) yield* textsOf(member);
}

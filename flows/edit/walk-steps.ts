/** A step of flow JSON as it was exported; the trigger is one too. Nothing of its shape is checked. */
export interface RawStep {
  name?: unknown;
  type?: unknown;
  displayName?: unknown;
  settings?: Record<string, unknown>;
  nextAction?: unknown;
  firstLoopAction?: unknown;
  children?: unknown;
  [more: string]: unknown;
}

/** Deeper flows are refused at load; here it only keeps a broken file from running on. */
const MAX_DEPTH = 40;

/** Every step in the order of the picture, trigger first: a router's branches and a loop's steps come before what follows. */
export function walkSteps(trigger: unknown): RawStep[] {
  const found: RawStep[] = [];
  visit(trigger, found, 0);
  return found;
}

function visit(first: unknown, found: RawStep[], depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (let raw = first; isStep(raw); raw = raw.nextAction) {
    found.push(raw);
    visit(raw.firstLoopAction, found, depth + 1);
    for (const child of Array.isArray(raw.children) ? raw.children : []) visit(child, found, depth + 1);
  }
}

/** The trigger of the one flow that a template holds; undefined when there is none. */
export function triggerOf(template: unknown): unknown {
  const { flows } = (template ?? {}) as { flows?: unknown };
  return Array.isArray(flows) ? (flows[0] as { trigger?: unknown } | undefined)?.trigger : undefined;
}

export function stepName(step: RawStep): string {
  return typeof step.name === 'string' ? step.name : '(unnamed)';
}

function isStep(value: unknown): value is RawStep {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { withoutSecrets } from '../check/secrets.ts';
import { stepName, triggerOf, type RawStep } from './walk-steps.ts';

export interface FlowChange {
  /** Null for the flow as a whole. */
  step: string | null;
  kind: 'added' | 'removed' | 'changed';
  /** One line for people. */
  text: string;
}

/** What a person would say changed between two templates: steps, their order, and single inputs. */
export function diffFlows(before: unknown, after: unknown): FlowChange[] {
  const old = index(before);
  const fresh = index(after);
  const removed = [...old.keys()].filter((name) => !fresh.has(name));
  const added = [...fresh.keys()].filter((name) => !old.has(name));
  const kept = [...fresh.keys()].filter((name) => old.has(name));
  return [
    ...compareNames(before, after),
    ...removed.map((step): FlowChange => ({ step, kind: 'removed', text: describe(old.get(step)?.step) })),
    ...added.map((step): FlowChange => ({
      step,
      kind: 'added',
      text: `${describe(fresh.get(step)?.step)} ${fresh.get(step)?.place}`,
    })),
    ...kept.flatMap((step) => compareSteps(step, old.get(step), fresh.get(step), removed)),
  ];
}

interface Placed {
  step: RawStep;
  /** Such as `after classify`. */
  place: string;
}

function index(template: unknown): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  const trigger = triggerOf(template);
  const put = (raw: unknown, place: string): void => {
    if (typeof raw !== 'object' || raw === null) return;
    const step = raw as RawStep;
    placed.set(stepName(step), { step, place });
    const branches = (step.settings?.['branches'] ?? []) as { branchName?: unknown }[];
    for (const [at, child] of (Array.isArray(step.children) ? step.children : []).entries()) {
      put(child, `in branch "${String(branches[at]?.branchName)}" of ${stepName(step)}`);
    }
    put(step.firstLoopAction, `in the loop ${stepName(step)}`);
    put(step.nextAction, `after ${stepName(step)}`);
  };
  put(trigger, 'at the start');
  return placed;
}

function compareNames(before: unknown, after: unknown): FlowChange[] {
  const [old, fresh] = [before, after].map((template) => {
    const { flows } = (template ?? {}) as { flows?: { displayName?: unknown }[] };
    return String(flows?.[0]?.displayName ?? '');
  });
  return old === fresh ? [] : [{ step: null, kind: 'changed', text: `is called "${fresh}", was "${old}"` }];
}

function compareSteps(
  name: string,
  old: Placed | undefined,
  fresh: Placed | undefined,
  removed: readonly string[],
): FlowChange[] {
  if (!old || !fresh) return [];
  const lines = facts(old.step, fresh.step);
  // Where a step went, its successor has not moved.
  const follows = /^after (.*)$/.exec(old.place)?.[1];
  if (old.place !== fresh.place && !removed.includes(follows ?? ''))
    lines.push(`stands ${fresh.place}, was ${old.place}`);
  return lines.map((text): FlowChange => ({ step: name, kind: 'changed', text }));
}

function facts(old: RawStep, fresh: RawStep): string[] {
  const [before, after] = [flatten(old), flatten(fresh)];
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys
    .filter((key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)))
    .map((key) => {
      const [was, is] = [tell(key, before.get(key)), tell(key, after.get(key))];
      if (was === undefined) return `${key} is set to ${is}`;
      return is === undefined ? `${key} is set no more, was ${was}` : `${key}: ${was} → ${is}`;
    });
}

/** As a line shows it, which goes to consoles and logs. */
function tell(key: string, value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(withoutSecrets(value, key.split(' ')));
}

/** Everything of a step that means something, by a name that a person knows. */
function flatten(step: RawStep): Map<string, unknown> {
  const { settings = {} } = step;
  const { pieceName, pieceVersion, actionName, triggerName, items, executionType } = settings;
  const errors = (settings['errorHandlingOptions'] ?? {}) as Record<string, { value?: boolean } | undefined>;
  const found = new Map<string, unknown>();
  const set = (key: string, value: unknown) => value !== undefined && found.set(key, value);
  set('name', step.displayName);
  set('type', step.type);
  set('piece', pieceName === undefined ? undefined : `${String(pieceName)} ${String(pieceVersion)}`);
  set('operation', actionName ?? triggerName);
  set('items', items);
  set('branches run', executionType);
  set('switched off', step['skip'] || undefined);
  set('continue on failure', errors['continueOnFailure']?.value || undefined);
  set('retry on failure', errors['retryOnFailure']?.value || undefined);
  for (const [key, value] of Object.entries((settings['input'] ?? {}) as object)) set(`input ${key}`, value);
  for (const branch of (settings['branches'] ?? []) as Record<string, unknown>[]) {
    set(`branch "${String(branch['branchName'])}"`, branch['conditions'] ?? 'otherwise');
  }
  return found;
}

function describe(step: RawStep | undefined): string {
  const { pieceName, actionName, triggerName } = step?.settings ?? {};
  const what = pieceName
    ? `${String(pieceName)} ${String(actionName ?? triggerName)}`
    : String(step?.type).toLowerCase();
  return `"${String(step?.displayName)}" (${what})`;
}

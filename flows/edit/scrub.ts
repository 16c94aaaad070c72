import { triggerOf, walkSteps, type RawStep } from './walk-steps.ts';

type Json = Record<string, unknown>;

/** Of a step, in the order in which they stand in a file: what is not here is the editor's own and goes. */
const STEP_KEYS = [
  ...['name', 'type', 'displayName', 'valid', 'skip', 'lastUpdatedDate', 'settings'],
  ...['children', 'firstLoopAction', 'nextAction'],
];
const SETTINGS_KEYS = [
  ...['pieceName', 'pieceVersion', 'triggerName', 'actionName', 'items', 'executionType', 'branches'],
  ...['input', 'propertySettings', 'errorHandlingOptions'],
];
const BRANCH_KEYS = ['branchName', 'branchType', 'conditions'];
const CONDITION_KEYS = ['operator', 'firstValue', 'secondValue', 'caseSensitive'];

/** What an engine exports, as far as a file keeps it. */
export interface ExportedFlow {
  displayName: string;
  schemaVersion: string | null;
  valid?: boolean;
  trigger: unknown;
}

/**
 * An analyst's edit as it goes into the repository: in the envelope of the file that is there, without sample data, ids, positions
 * and times of the editor, and in an order of keys that stays, so that a diff shows what was changed and nothing else. Inputs keep
 * the order of the committed file as far as they are in it: the editor gives them back in another.
 */
export function scrub(committed: unknown, exported: ExportedFlow): Json {
  const envelope = committed as Json;
  const before = new Map(walkSteps(triggerOf(committed)).map((step) => [step.name, step]));
  const moment = String((triggerOf(committed) as RawStep | undefined)?.['lastUpdatedDate'] ?? '');
  const trigger = scrubStep(exported.trigger, { before, moment });
  const pieces = walkSteps(trigger).flatMap(({ settings }) => settings?.['pieceName'] ?? []);
  const [flow = {}] = envelope['flows'] as Json[];
  return {
    ...envelope,
    pieces: [...new Set(pieces)].sort(),
    flows: [
      {
        ...flow,
        displayName: exported.displayName,
        schemaVersion: exported.schemaVersion,
        valid: exported.valid ?? true,
        trigger,
      },
    ],
  };
}

interface Known {
  before: ReadonlyMap<unknown, RawStep>;
  moment: string;
}

function scrubStep(raw: unknown, known: Known): Json | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const step = raw as RawStep;
  const before = known.before.get(step.name);
  const kept: Json = {
    ...step,
    lastUpdatedDate: known.moment,
    settings: scrubSettings(step.settings ?? {}, before?.settings ?? {}),
  };
  if (Array.isArray(step.children)) kept['children'] = step.children.map((child) => scrubStep(child, known));
  for (const key of ['firstLoopAction', 'nextAction']) {
    const next = scrubStep(step[key], known);
    if (next) kept[key] = next;
    else delete kept[key];
  }
  return pick(kept, STEP_KEYS);
}

function scrubSettings(settings: Json, before: Json): Json {
  const kept = pick(settings, SETTINGS_KEYS);
  for (const key of ['input', 'propertySettings', 'errorHandlingOptions'] as const) {
    if (kept[key]) kept[key] = inOrderOf(kept[key], before[key]);
  }
  const branches = kept['branches'];
  if (Array.isArray(branches)) kept['branches'] = branches.map((branch: Json) => scrubBranch(branch));
  return pick(kept, SETTINGS_KEYS);
}

function scrubBranch(branch: Json): Json {
  const conditions = branch['conditions'];
  if (!Array.isArray(conditions)) return pick(branch, BRANCH_KEYS);
  const kept = conditions.map((group: Json[]) => group.map((condition) => pick(condition, CONDITION_KEYS)));
  return pick({ ...branch, conditions: kept }, BRANCH_KEYS);
}

/** Keys as in the committed value, then the new ones by alphabet. */
function inOrderOf(value: unknown, committed: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((member, index) =>
      inOrderOf(member, Array.isArray(committed) ? committed[index] : undefined),
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  const old = typeof committed === 'object' && committed !== null ? (committed as Json) : {};
  const known = Object.keys(old).filter((key) => Object.hasOwn(value, key));
  const fresh = Object.keys(value).filter((key) => !Object.hasOwn(old, key));
  return Object.fromEntries(
    [...known, ...fresh.sort()].map((key) => [key, inOrderOf((value as Json)[key], old[key])]),
  );
}

function pick(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]));
}

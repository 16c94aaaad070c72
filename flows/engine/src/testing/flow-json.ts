type Json = Record<string, unknown>;

const EDITED = '2026-03-02T00:00:00.000Z';

/** Builders of flow JSON for tests, in the shape of an Activepieces export. A step lists no successor; `chain` links them. */
export function flowJson(steps: readonly Json[], trigger: Json = {}): Json {
  return {
    name: 'Test flow',
    flows: [
      {
        displayName: 'Test flow',
        schemaVersion: '20',
        valid: true,
        notes: [],
        trigger: { ...triggerJson(), ...trigger, ...(steps.length > 0 ? { nextAction: chain(steps) } : {}) },
      },
    ],
  };
}

export const MANIFEST = {
  id: 'test-flow',
  version: '1.0.0',
  purpose: 'Shows what the engine does.',
  pieces: { '@toy/piece': '1.0.0' },
  events: { in: [], out: [] },
  knobs: {},
};

export function triggerJson(): Json {
  return {
    ...head('trigger', 'PIECE_TRIGGER'),
    settings: {
      pieceName: '@toy/piece',
      pieceVersion: '1.0.0',
      triggerName: 'started',
      input: {},
      propertySettings: {},
    },
  };
}

/** A piece step; `options` overrides its settings, for the pieces that should be refused. */
export function pieceJson(name: string, actionName: string, input: Json, options: Json = {}): Json {
  return {
    ...head(name, 'PIECE'),
    settings: {
      pieceName: '@toy/piece',
      pieceVersion: '1.0.0',
      actionName,
      input: { auth: "{{connections['toy']}}", ...input },
      propertySettings: {},
      ...options,
    },
  };
}

export const CONTINUE = { errorHandlingOptions: { continueOnFailure: { value: true } } };
export const RETRY = { errorHandlingOptions: { retryOnFailure: { value: true } } };
export const RETRY_AND_CONTINUE = {
  errorHandlingOptions: { retryOnFailure: { value: true }, continueOnFailure: { value: true } },
};

export interface BranchJson {
  /** Groups of conditions; left out for the fallback. */
  conditions?: readonly (readonly Json[])[];
  steps: readonly Json[];
}

export function routerJson(
  name: string,
  branches: Readonly<Record<string, BranchJson>>,
  executionType = 'EXECUTE_FIRST_MATCH',
): Json {
  const entries = Object.entries(branches);
  return {
    ...head(name, 'ROUTER'),
    settings: {
      executionType,
      branches: entries.map(([branchName, { conditions }]) =>
        conditions
          ? { branchName, branchType: 'CONDITION', conditions }
          : { branchName, branchType: 'FALLBACK' },
      ),
    },
    children: entries.map(([, { steps }]) => chain(steps)),
  };
}

export function loopJson(name: string, items: string, steps: readonly Json[]): Json {
  const first = chain(steps);
  return {
    ...head(name, 'LOOP_ON_ITEMS'),
    settings: { items },
    ...(first ? { firstLoopAction: first } : {}),
  };
}

/** A condition that holds or does not, whatever the flow did. */
export function always(holds: boolean): readonly (readonly Json[])[] {
  return [[{ operator: 'TEXT_EXACTLY_MATCHES', firstValue: 'a', secondValue: holds ? 'a' : 'b' }]];
}

function head(name: string, type: string): Json {
  return { name, type, displayName: name, valid: true, skip: false, lastUpdatedDate: EDITED };
}

function chain([first, ...rest]: readonly Json[]): Json | null {
  if (!first) return null;
  const next = chain(rest);
  return next ? { ...first, nextAction: next } : first;
}

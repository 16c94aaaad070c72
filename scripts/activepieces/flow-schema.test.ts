import { FlowAction, FlowTrigger } from '@activepieces/shared';
import { loadCatalog } from '@pebble/flows/catalog';
import { describe, expect, test } from 'vitest';

interface Step {
  name: string;
  nextAction?: Step | null;
  firstLoopAction?: Step | null;
  children?: (Step | null)[];
}

/** Every step after the trigger. Activepieces' own schema looks into the trigger only. */
function stepsAfter(step: Step): Step[] {
  const inside = [step.nextAction, step.firstLoopAction, ...(step.children ?? [])];
  return inside.flatMap((next) => (next ? [next, ...stepsAfter(next)] : []));
}

const catalog = await loadCatalog();

describe.each(catalog.map((one) => [one.id, one] as const))('%s', (_, { flow }) => {
  const [draft] = (flow as { flows: { trigger: Step; schemaVersion: string }[] }).flows;
  if (!draft) throw new Error('no flow');

  test('begins with a trigger that Activepieces takes', () => {
    expect(FlowTrigger.safeParse(draft.trigger).error).toBeUndefined();
    expect(draft.schemaVersion).toBe('20');
  });
  test.each(stepsAfter(draft.trigger).map((step) => [step.name, step] as const))(
    'step %s is one that Activepieces takes',
    (__, step) => {
      expect(FlowAction.safeParse(step).error).toBeUndefined();
    },
  );
  test('names each step once, which Activepieces answers with 500 otherwise', () => {
    const names = [draft.trigger, ...stepsAfter(draft.trigger)].map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});

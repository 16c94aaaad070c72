import { describe, expect, it } from 'vitest';
import { knobRules } from './knob-rules.ts';

const shown = { label: 'Knob', help: 'Turns.' };
const manifest = {
  id: 'triage',
  version: '1.0.0',
  purpose: 'Sorts mail.',
  pieces: {},
  events: { in: [], out: [] },
  knobs: {
    floor: { type: 'number', ...shown, min: 0, max: 1, default: 0.6 },
    polite: { type: 'boolean', ...shown, default: true },
  },
};

describe('the effective knobs', () => {
  it('are the settings over the defaults', () => {
    expect(knobRules.effective(manifest, {})).toEqual({ floor: 0.6, polite: true });
    expect(knobRules.effective(manifest, { floor: 0.9 })).toEqual({ floor: 0.9, polite: true });
  });

  it.each([
    ['that is gone', { gone: 7 }],
    ['that has another range now', { polite: 'yes' }],
    ['of an odd name', { __proto__: 1, constructor: 2 }],
  ])('keep the other settings when there is one %s', (_, stale) => {
    expect(knobRules.effective(manifest, { floor: 0.9, ...stale })).toEqual({ floor: 0.9, polite: true });
  });
});

it('names each new setting that does not fit', () => {
  expect(knobRules.problems(manifest, { floor: 0.5 })).toEqual([]);
  const problems = knobRules.problems(manifest, { floor: 2, gone: 1, polite: false });
  expect(problems.map(({ knob }) => knob).sort()).toEqual(['floor', 'gone']);
});

it('refuses what is no manifest', () => {
  expect(() => knobRules.effective({ knobs: {} }, {})).toThrow();
});

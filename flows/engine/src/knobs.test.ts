import { describe, expect, test } from 'vitest';
import { validateKnobs } from './knobs.ts';
import { Manifest } from './manifest.ts';
import { MANIFEST } from './testing/flow-json.ts';

const shown = { label: 'Label', help: 'Help' };
const manifest = Manifest.parse({
  ...MANIFEST,
  knobs: {
    floor: { type: 'number', ...shown, min: 0.5, max: 0.99, default: 0.6 },
    polite: { type: 'boolean', ...shown, default: true },
    tone: { type: 'choice', ...shown, choices: { warm: 'Warm', dry: 'Dry' }, default: 'warm' },
    greeting: { type: 'text', ...shown, maxLength: 5, default: 'Hello' },
  },
});
const DEFAULTS = { floor: 0.6, polite: true, tone: 'warm', greeting: 'Hello' };

test('what is not set has its default', () => {
  expect(validateKnobs(manifest, {})).toEqual({ ok: true, values: DEFAULTS });
  expect(validateKnobs(manifest, { floor: 0.99, polite: false })).toEqual({
    ok: true,
    values: { ...DEFAULTS, floor: 0.99, polite: false },
  });
});

describe('out of range', () => {
  test.each([
    ['floor', 0.49, 'must be a number from 0.5 to 0.99'],
    ['floor', 1, 'must be a number from 0.5 to 0.99'],
    ['floor', '0.7', 'must be a number from 0.5 to 0.99'],
    ['floor', NaN, 'must be a number from 0.5 to 0.99'],
    ['floor', null, 'must be a number from 0.5 to 0.99'],
    ['polite', 'true', 'must be true or false'],
    ['tone', 'toString', 'must be one of warm, dry'],
    ['tone', ['warm'], 'must be one of warm, dry'],
    ['greeting', 'Good day', 'must be a text of at most 5 characters'],
    ['other', 1, 'is not a setting of this flow'],
    ['constructor', 1, 'is not a setting of this flow'],
  ])('%s: %j', (knob, value, message) => {
    expect(validateKnobs(manifest, { [knob]: value })).toEqual({ ok: false, errors: [{ knob, message }] });
  });

  test('every misfit is named', () => {
    const check = validateKnobs(manifest, { floor: 2, tone: 'loud', other: 1 });
    expect(check.ok ? [] : check.errors.map((error) => error.knob).sort()).toEqual([
      'floor',
      'other',
      'tone',
    ]);
  });
});

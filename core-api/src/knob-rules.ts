import { validateKnobs } from '@pebble/flows/engine/knobs';
import { Manifest } from '@pebble/flows/engine/manifest';
import type { KnobRules } from './features/flows/flow-versions.ts';

/** The flow engine's reading of a manifest, for features that may not know the engine. */
export const knobRules: KnobRules = {
  effective(manifest, set) {
    const parsed = Manifest.parse(manifest);
    // Settings of an older version may name knobs that are gone or have another range: those are passed over, one by one.
    const fitting = Object.entries(set).filter(
      ([knob, value]) => validateKnobs(parsed, { [knob]: value }).ok,
    );
    const check = validateKnobs(parsed, Object.fromEntries(fitting));
    return check.ok ? check.values : {};
  },
  problems(manifest, values) {
    const check = validateKnobs(Manifest.parse(manifest), values);
    return check.ok ? [] : [...check.errors];
  },
};

import type { Knob, Manifest } from './manifest.ts';

export interface KnobError {
  /** Name of the knob. */
  knob: string;
  message: string;
}

export type KnobCheck =
  { ok: true; values: Record<string, unknown> } | { ok: false; errors: readonly KnobError[] };

/**
 * Checks a tenant's settings against what the flow declares. When they fit, `values` holds every declared knob, with its default
 * where nothing was set; otherwise `errors` has one entry for each knob that does not fit. Messages never repeat a value.
 */
export function validateKnobs(manifest: Manifest, values: Readonly<Record<string, unknown>>): KnobCheck {
  const errors: KnobError[] = Object.keys(values)
    .filter((knob) => !Object.hasOwn(manifest.knobs, knob))
    .map((knob) => ({ knob, message: 'is not a setting of this flow' }));
  const complete: Record<string, unknown> = {};
  for (const [name, knob] of Object.entries(manifest.knobs)) {
    const value = Object.hasOwn(values, name) ? values[name] : knob.default;
    const message = misfit(knob, value);
    if (message) errors.push({ knob: name, message });
    else complete[name] = value;
  }
  return errors.length === 0 ? { ok: true, values: complete } : { ok: false, errors };
}

/** Why a value does not fit its knob, or null. */
export function misfit(knob: Knob, value: unknown): string | null {
  switch (knob.type) {
    case 'number': {
      const fits = typeof value === 'number' && value >= knob.min && value <= knob.max;
      return fits ? null : `must be a number from ${knob.min} to ${knob.max}`;
    }
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'choice': {
      const fits = typeof value === 'string' && Object.hasOwn(knob.choices, value);
      return fits ? null : `must be one of ${Object.keys(knob.choices).join(', ')}`;
    }
    case 'text': {
      const fits = typeof value === 'string' && value.length <= knob.maxLength;
      return fits ? null : `must be a text of at most ${knob.maxLength} characters`;
    }
  }
}

import type { FlowKnob } from '@pebble/contract/flow-versions';
import { texts } from '../../messages/flows.ts';

/** Settings as they are typed, by name. */
export type TypedKnobs = Record<string, string>;

export function typedOf(knobs: readonly FlowKnob[]): TypedKnobs {
  return Object.fromEntries(knobs.map(({ name, value }) => [name, String(value)]));
}

/** What is wrong with a typed setting; undefined when it fits. */
export function misfit({ type, min, max }: FlowKnob, typed: string): string | undefined {
  if (type !== 'number' || min === null || max === null) return undefined;
  const value = Number(typed);
  const fits = typed.trim() !== '' && value >= min && value <= max;
  return fits ? undefined : texts.knobs.wrongNumber(min, max);
}

/** The settings that are to be changed, in their own types. */
export function changesOf(knobs: readonly FlowKnob[], typed: TypedKnobs): Record<string, unknown> {
  const changed = knobs.filter((knob) => typed[knob.name] !== String(knob.value));
  return Object.fromEntries(changed.map((knob) => [knob.name, valueOf(knob, typed[knob.name] ?? '')]));
}

function valueOf({ type }: FlowKnob, typed: string): unknown {
  if (type === 'number') return Number(typed);
  return type === 'boolean' ? typed === 'true' : typed;
}

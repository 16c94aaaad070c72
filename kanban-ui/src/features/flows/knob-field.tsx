import type { FlowKnob } from '@pebble/contract/flow-versions';
import { texts } from '../../messages/flows.ts';
import { Field } from '../../ui/field.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { misfit } from './knob-values.ts';

const words = texts.knobs;

interface KnobFieldProps {
  knob: FlowKnob;
  value: string;
  readOnly: boolean;
  onType(value: string): void;
}

/** One setting with what it does, its range and what is usual. */
export function KnobField({ knob, value, readOnly, onType }: KnobFieldProps) {
  const { label, help, type, min, max, max_length: longest } = knob;
  const usual = words.usual(shown(knob));
  const choices = choicesOf(knob);
  if (choices && !readOnly) {
    const hint = `${help} (${usual})`;
    return <SelectField label={label} hint={hint} options={choices} value={value} onChoose={onType} />;
  }
  const range = min !== null && max !== null ? words.range(min, max) : longest && words.longest(longest);
  const note = [range, usual].filter(Boolean).join(', ');
  const text = choices?.find(([key]) => key === value)?.[1] ?? value;
  return (
    <Field
      label={label}
      hint={`${help} (${note})`}
      error={misfit(knob, value)}
      inputMode={type === 'number' ? 'decimal' : undefined}
      maxLength={longest ?? undefined}
      readOnly={readOnly}
      value={readOnly ? text : value}
      onChange={(event) => onType(event.target.value)}
    />
  );
}

function choicesOf({ type, choices }: FlowKnob): (readonly [string, string])[] | null {
  if (type === 'boolean') {
    return [
      ['true', words.on],
      ['false', words.off],
    ];
  }
  return choices && Object.entries(choices);
}

function shown(knob: FlowKnob): string {
  const usual = String(knob.default);
  return choicesOf(knob)?.find(([key]) => key === usual)?.[1] ?? usual;
}

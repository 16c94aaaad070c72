import { useId } from 'react';
import { describedBy } from './field.tsx';
import './field.css';
import './select.css';

interface SelectFieldProps<T extends string> {
  label: string;
  /** Value and text of each choice. */
  options: readonly (readonly [value: T, text: string])[];
  value: T;
  /** What is wrong with the choice. */
  error?: string | undefined;
  /** What the choice is for, below it. */
  hint?: string | undefined;
  onChoose(value: T): void;
}

/** A labelled list of choices within a form. */
export function SelectField<T extends string>(props: SelectFieldProps<T>) {
  const { label, options, value, error, hint, onChoose } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        className="select"
        id={id}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id, { error, hint })}
        onChange={(event) => onChoose(event.target.value as T)}
      >
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

import './select.css';

interface SelectProps<T extends string> {
  label: string;
  /** Value and text of each choice. */
  options: readonly (readonly [value: T, text: string])[];
  value: T;
  onChoose(value: T): void;
}

/** A list of choices that narrows something; its name is for screen readers, since the choice itself says what it is. */
export function Select<T extends string>({ label, options, value, onChoose }: SelectProps<T>) {
  return (
    <select
      className="select"
      aria-label={label}
      title={label}
      value={value}
      onChange={(event) => onChoose(event.target.value as T)}
    >
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  );
}

import { useId, type ComponentProps, type ReactNode } from 'react';
import './field.css';

type FieldProps = ComponentProps<'input'> & {
  label: string;
  /** What is wrong with the value. */
  error?: string | undefined;
  /** What the value is for, below it. */
  hint?: string | undefined;
  /** Controls inside of the field's frame. */
  children?: ReactNode;
};

/** A labelled input with room for its error. */
export function Field({ label, error, hint, children, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-frame" data-invalid={error !== undefined || undefined}>
        <input
          id={id}
          {...input}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy(id, { error, hint })}
        />
        {children}
      </div>
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

/** Ids of the texts below a field, as far as there are any. */
export function describedBy(
  id: string,
  texts: Record<'error' | 'hint', string | undefined>,
): string | undefined {
  const there = (['error', 'hint'] as const).filter((name) => texts[name] !== undefined);
  return there.length === 0 ? undefined : there.map((name) => `${id}-${name}`).join(' ');
}

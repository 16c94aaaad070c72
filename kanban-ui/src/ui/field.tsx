import { useId, type ComponentProps, type ReactNode } from 'react';
import './field.css';

type FieldProps = ComponentProps<'input'> & {
  label: string;
  /** What is wrong with the value. */
  error?: string | undefined;
  /** Controls inside of the field's frame. */
  children?: ReactNode;
};

/** A labelled input with room for its error. */
export function Field({ label, error, children, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-frame" data-invalid={error !== undefined || undefined}>
        <input
          id={id}
          {...input}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
        />
        {children}
      </div>
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

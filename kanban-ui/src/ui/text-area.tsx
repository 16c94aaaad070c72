import { useId, type ComponentProps } from 'react';
import './field.css';

type TextAreaProps = ComponentProps<'textarea'> & {
  label: string;
  /** What is wrong with the text. */
  error?: string | undefined;
};

/** A labelled text of several lines with room for its error. */
export function TextArea({ label, error, ...textarea }: TextAreaProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-frame" data-invalid={error !== undefined || undefined}>
        <textarea
          id={id}
          {...textarea}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
        />
      </div>
      {error !== undefined && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

import { ApiError } from '@pebble/contract/client';
import { explainError } from '../lib/explain-error.ts';
import './failure-note.css';

interface FailureNoteProps {
  /** What was wanted; left out where it is plain. */
  title?: string;
  /** Null while nothing has failed. */
  error: unknown;
}

/** Why something did not work, beside the button that was pressed: the server's words, and the fields that it names. */
export function FailureNote({ title, error }: FailureNoteProps) {
  return (
    // Stands before there is anything in it, or a screen reader would miss that.
    <div className="failure-note" role="alert">
      {error !== null && error !== undefined && <Failure title={title} error={error} />}
    </div>
  );
}

function Failure({ title, error }: { title: string | undefined; error: unknown }) {
  const { title: what, hint } = explainError(error);
  const fields = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return (
    <>
      <p>
        <strong>{title ?? what}</strong>
      </p>
      <p>{title === undefined ? hint : `${what}. ${hint}`}</p>
      {fields.length > 0 && (
        <ul>
          {fields.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path.replace(/^body\./, '')}</code>: {message}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

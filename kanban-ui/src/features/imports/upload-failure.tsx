import { ApiError } from '@pebble/contract/client';
import { problemCode } from '../../lib/explain-error.ts';
import { operationsHash } from '../../lib/operations-route.ts';
import { texts } from '../../messages/imports.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';

interface UploadFailureProps {
  /** What was found wrong before anything was sent. */
  wrong: string | null;
  /** Why the server has not taken it; null while it has not refused. */
  error: unknown;
  name: string;
  onAgain(): void;
}

/** Why a file was not taken; for one that was imported before, the way to that import or past it. */
export function UploadFailure({ wrong, error, name, onAgain }: UploadFailureProps) {
  if (wrong !== null) {
    return (
      <div className="failure-note" role="alert">
        <p>{wrong}</p>
      </div>
    );
  }
  if (error !== null && problemCode(error) === 'import_exists') {
    return <Earlier error={error} name={name} onAgain={onAgain} />;
  }
  return <FailureNote title={texts.upload.failed(name)} error={error} />;
}

function Earlier({ error, name, onAgain }: Omit<UploadFailureProps, 'wrong'>) {
  const id = error instanceof ApiError ? error.problem?.existing_id : undefined;
  return (
    <div className="upload-earlier" role="alert">
      <p>
        <strong>{texts.upload.existed(name)}</strong>
      </p>
      <p>{texts.upload.existedHint}</p>
      <div className="upload-earlier-acts">
        {id !== undefined && (
          <a className="button" href={operationsHash('imports', [id])}>
            {texts.upload.showEarlier}
          </a>
        )}
        <Button onClick={onAgain}>{texts.upload.again}</Button>
      </div>
    </div>
  );
}

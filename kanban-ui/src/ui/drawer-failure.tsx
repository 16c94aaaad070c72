import { FileQuestion, X } from 'lucide-react';
import { problemCode } from '../lib/explain-error.ts';
import { IconButton } from './button.tsx';
import { DrawerFrame } from './drawer-frame.tsx';
import { ErrorState, State } from './state.tsx';

interface DrawerFailureProps {
  error: unknown;
  /** What to say when there is no such thing. */
  gone: string;
  goneHint: string;
  label: string;
  closeLabel: string;
  modal: boolean;
  onClose(): void;
  onRetry(): void;
}

/** A drawer whose content cannot be read. */
export function DrawerFailure({
  error,
  gone,
  goneHint,
  label,
  closeLabel,
  modal,
  ...acts
}: DrawerFailureProps) {
  const code = problemCode(error);
  // An id that is none stands for nothing, either.
  const missing = code === 'not_found' || code === 'invalid_request';
  return (
    <DrawerFrame modal={modal} label={label} titleId={null} onClose={acts.onClose}>
      <div className="drawer-top drawer-failed">
        <IconButton label={closeLabel} onClick={acts.onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      {missing ? (
        <State icon={<FileQuestion size={28} aria-hidden />} title={gone} text={goneHint} />
      ) : (
        <ErrorState error={error} onRetry={acts.onRetry} />
      )}
    </DrawerFrame>
  );
}

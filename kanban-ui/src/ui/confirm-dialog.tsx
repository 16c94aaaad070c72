import type { ReactNode } from 'react';
import { t } from '../messages.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { FailureNote } from './failure-note.tsx';

interface ConfirmDialogProps {
  title: string;
  /** What the button does and, while that is under way, is doing. */
  act: string;
  busyAct: string;
  /** In place of `Cancel`, where that could be taken for what is asked. */
  keep?: string;
  danger?: boolean;
  busy: boolean;
  /** Why it did not work; null while it has not failed. */
  error: unknown;
  onConfirm(): void;
  onClose(): void;
  /** What will happen, and what else there is to decide. */
  children: ReactNode;
}

/** Asks once more before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    act,
    busyAct,
    keep = t.app.cancel,
    danger = false,
    busy,
    error,
    onConfirm,
    onClose,
    children,
  } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onConfirm();
        }}
      >
        {children}
        <FailureNote error={error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{keep}</Button>
          <Button type="submit" look={danger ? 'danger' : 'primary'} aria-disabled={busy}>
            {busy ? busyAct : act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

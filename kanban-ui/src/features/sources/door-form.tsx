import { useRef, type FormEvent, type ReactNode, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';

interface DoorFormProps {
  title: string;
  /** What the button does and, while that is under way, is doing. */
  act: string;
  busyAct: string;
  /** What to say above the server's words when it refuses. */
  failed: string;
  busy: boolean;
  error: unknown;
  /** True when every value fits. */
  isRight: boolean;
  /** From now on what is wrong is to be shown. */
  onChecked(): void;
  onSave(): void;
  onClose(): void;
  children: ReactNode;
}

/** The settings of a door in a dialog. What does not fit is said at its field, and the first of them gets the focus. */
export function DoorForm(props: DoorFormProps) {
  const { title, act, busyAct, failed, busy, error, isRight, onChecked, onSave, onClose, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    flushSync(onChecked);
    if (!isRight) focusOnFirstWrong(form);
    else if (!busy) onSave();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="dialog-form" ref={form} onSubmit={onSubmit} noValidate autoComplete="off">
        {children}
        <FailureNote title={failed} error={error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button type="submit" look="primary" aria-disabled={busy}>
            {busy ? busyAct : act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function focusOnFirstWrong(form: RefObject<HTMLFormElement | null>): void {
  const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
  const folded = first?.closest('details');
  if (folded) folded.open = true;
  first?.focus();
}

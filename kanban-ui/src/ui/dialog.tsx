import { X } from 'lucide-react';
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { t } from '../messages.ts';
import { IconButton } from './button.tsx';
import './dialog.css';

interface DialogProps {
  title: string;
  /** Closed by the user; the parent takes it away. */
  onClose(): void;
  children: ReactNode;
}

/** A dialog over the page, open for as long as it is there. The focus goes back to where it was. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // By itself it goes to the first button, which closes; a field cannot have it before the dialog is open.
    element?.querySelector<HTMLElement>('.dialog-body :is(input, textarea, select)')?.focus();
    // Closed before it leaves the page, or the browser would not know where the focus was.
    return () => element?.close();
  }, []);
  return (
    <dialog
      className="dialog"
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // A browser may close it whatever we say to `cancel`.
      onClose={({ currentTarget }) => !currentTarget.open && onClose()}
      onClick={({ target, currentTarget }) => target === currentTarget && onClose()}
    >
      <div className="dialog-body">
        <header>
          <h2 id={titleId}>{title}</h2>
          <IconButton small label={t.app.close} onClick={onClose}>
            <X size={16} aria-hidden />
          </IconButton>
        </header>
        {children}
      </div>
    </dialog>
  );
}

import { useRef, type FormEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { texts } from '../../messages/connections.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';

interface SettingsFormProps {
  title: string;
  act: string;
  save: { isPending: boolean; error: unknown; start(): void };
  /** True when every value fits. */
  isRight: boolean;
  /** From now on what is wrong is to be shown. */
  onChecked(): void;
  onClose(): void;
  children: ReactNode;
}

/** Settings in a dialog. What does not fit is said at its field, and the first of them gets the focus. */
export function SettingsForm({ title, act, save, isRight, onChecked, onClose, children }: SettingsFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    flushSync(onChecked);
    if (!isRight) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    else if (!save.isPending) save.start();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="dialog-form" ref={form} onSubmit={onSubmit} noValidate autoComplete="off">
        {children}
        <FailureNote title={texts.failed} error={save.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button type="submit" look="primary" aria-disabled={save.isPending}>
            {save.isPending ? texts.busy : act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

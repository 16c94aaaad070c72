import type { SyncErrorSelection } from '@pebble/contract/dead-letters';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { texts } from '../../messages/dead-letters.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSend } from '../session/session-context.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';
import { requestDiscard } from './api/discard.ts';

interface DiscardDialogProps {
  selection: SyncErrorSelection;
  count: number;
  onClose(): void;
  onDiscarded?: (() => void) | undefined;
}

const SHORTEST = 3;
const LONGEST = 500;

/** Gives letters up, with a reason. There is no way back, so nothing is shown as done before it is. */
export function DiscardDialog({ selection, count, onClose, onDiscarded }: DiscardDialogProps) {
  const client = useQueryClient();
  const send = useSend();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const wrong = reason.trim().length < SHORTEST;
  const discard = useMutation({
    networkMode: 'always',
    mutationFn: () => requestDiscard(send, selection, reason.trim()),
    onSuccess(sum) {
      onClose();
      onDiscarded?.();
      showToast('info', texts.discard.done(sum.discarded), texts.discard.skipped(sum.skipped));
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.deadLetters }),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (wrong) field.current?.focus();
    else if (!discard.isPending) discard.mutate();
  };
  return (
    <Dialog title={texts.discard.title(count)} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit} noValidate>
        <p className="dialog-text">{texts.discard.lead(count)}</p>
        <TextArea
          ref={field}
          label={texts.discard.reason}
          placeholder={texts.discard.reasonHint}
          error={checked && wrong ? texts.discard.reasonWrong : undefined}
          rows={3}
          maxLength={LONGEST}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          autoFocus
        />
        <FailureNote error={discard.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button type="submit" look="danger" aria-disabled={discard.isPending}>
            {discard.isPending ? texts.discard.busy : texts.discard.submit(count)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

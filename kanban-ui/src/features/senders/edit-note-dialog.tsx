import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../../messages/senders.ts';
import { announce } from '../../ui/announcer.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { useSend } from '../session/session-context.tsx';
import { SENDER_LISTS } from '../shared/api/sender-lists.ts';
import { operationsKeys } from '../shared/operations-keys.ts';
import type { EntryDialogProps } from './remove-dialog.tsx';

const words = texts.edit;
const LONGEST = 500;

/** Says why a sender is on a list, in other words. */
export function EditNoteDialog({ list, entry: { id, pattern, note }, onClose }: EntryDialogProps) {
  const client = useQueryClient();
  const send = useSend();
  const [typed, setTyped] = useState(note);
  const save = useMutation({
    networkMode: 'always',
    mutationFn: () => SENDER_LISTS[list].changeNote(send, id, typed.trim()),
    onSuccess() {
      onClose();
      announce(words.done(pattern));
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.senders }),
  });
  return (
    <ConfirmDialog
      title={words.title(pattern)}
      act={words.submit}
      busyAct={words.busy}
      busy={save.isPending}
      error={save.error}
      onConfirm={() => save.mutate()}
      onClose={onClose}
    >
      <Field
        label={words.label}
        maxLength={LONGEST}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoFocus
      />
    </ConfirmDialog>
  );
}

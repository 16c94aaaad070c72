import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemCode } from '../../lib/explain-error.ts';
import { texts } from '../../messages/senders.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSend } from '../session/session-context.tsx';
import { SENDER_LISTS, type SenderEntry } from '../shared/api/sender-lists.ts';
import { operationsKeys, type SenderListName } from '../shared/operations-keys.ts';

const words = texts.remove;

export interface EntryDialogProps {
  list: SenderListName;
  entry: SenderEntry;
  onClose(): void;
}

/** Takes a sender off a list, once it is clear what that means. */
export function RemoveDialog({
  list,
  entry: { id, pattern, note },
  onRemoved,
  onClose,
}: EntryDialogProps & { onRemoved(): void }) {
  const client = useQueryClient();
  const send = useSend();
  const finish = (hint: string): void => {
    onRemoved();
    onClose();
    showToast('info', words.done(pattern), hint);
  };
  const remove = useMutation({
    networkMode: 'always',
    mutationFn: () => SENDER_LISTS[list].remove(send, id),
    onSuccess: () => finish(words.doneHint),
    onError(error) {
      // Gone is gone, whoever did it.
      if (problemCode(error) === 'not_found') finish(words.gone);
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.senders }),
  });
  return (
    <ConfirmDialog
      title={words.title(pattern)}
      act={words.submit}
      busyAct={words.busy}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p className="dialog-text">{words.leads[list]}</p>
      {note !== '' && <p className="dialog-text">{words.reason(note)}</p>}
    </ConfirmDialog>
  );
}

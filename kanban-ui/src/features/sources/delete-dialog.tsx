import type { AbortableSend } from '../../lib/fetch-send.ts';
import { texts } from '../../messages/sources.ts';
import { announce } from '../../ui/announcer.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useChange } from './use-change.ts';

interface DeleteDialogProps {
  door: { id: string; name: string };
  words: { removeTitle(name: string): string; removeLead: string; removeAct: string };
  request(send: AbortableSend, id: string): Promise<void>;
  onClose(): void;
  onDeleted(): void;
}

/** Takes a door away for good. */
export function DeleteDialog({ door: { id, name }, words, request, onClose, onDeleted }: DeleteDialogProps) {
  const remove = useChange(
    (send, one: string) => request(send, one),
    () => {
      onClose();
      announce(texts.removed(name));
      onDeleted();
    },
  );
  return (
    <ConfirmDialog
      title={words.removeTitle(name)}
      act={words.removeAct}
      busyAct={texts.busy}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(id)}
      onClose={onClose}
    >
      <p className="dialog-text">{words.removeLead}</p>
    </ConfirmDialog>
  );
}

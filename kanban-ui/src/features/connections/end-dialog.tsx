import type { AbortableSend } from '../../lib/fetch-send.ts';
import { texts } from '../../messages/connections.ts';
import { announce } from '../../ui/announcer.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConnectionChange } from './use-connection-change.ts';

interface EndDialogProps {
  name: string;
  words: { removeTitle(name: string): string; removeLead: string; removeAct: string };
  request(send: AbortableSend): Promise<void>;
  onClose(): void;
  onEnded?(): void;
}

/** Takes a connection or a mailbox away for good. */
export function EndDialog({ name, words, request, onClose, onEnded }: EndDialogProps) {
  const end = useConnectionChange(
    (send, _: undefined) => request(send),
    () => {
      onClose();
      announce(texts.removed(name));
      onEnded?.();
    },
  );
  return (
    <ConfirmDialog
      title={words.removeTitle(name)}
      act={words.removeAct}
      busyAct={texts.busy}
      danger
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate(undefined)}
      onClose={onClose}
    >
      <p className="dialog-text">{words.removeLead}</p>
    </ConfirmDialog>
  );
}

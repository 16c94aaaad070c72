import { cancelImport, type Import } from '@pebble/contract/imports';
import { Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../messages/imports.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { requestCancel, requestPause, requestStart } from './api/change-import.ts';
import { beginsAnew } from './import-kinds.ts';
import { useImportAct } from './use-import-act.ts';

/** Pause, go on, cancel: what the server says can be done with it now. */
export function ImportActs({ one }: { one: Import }) {
  const [ending, setEnding] = useState(false);
  const pause = useImportAct(one.id, requestPause);
  const resume = useImportAct(
    one.id,
    (send, id) => requestStart(send, id, null),
    () => announce(texts.acts.started[one.mode]),
  );
  const may = useMayCall(cancelImport);
  const can = (action: Import['actions'][number]): boolean => may && one.actions.includes(action);
  return (
    <div className="import-acts">
      {can('start') && !beginsAnew(one) && (
        <Button
          look="primary"
          aria-disabled={resume.isPending}
          onClick={() => resume.isPending || resume.mutate()}
        >
          <Play size={15} aria-hidden />
          {resume.isPending ? texts.acts.busy : texts.acts.resume}
        </Button>
      )}
      {can('pause') && (
        <Button aria-disabled={pause.isPending} onClick={() => pause.isPending || pause.mutate()}>
          <Pause size={15} aria-hidden />
          {pause.isPending ? texts.acts.busy : texts.acts.pause}
        </Button>
      )}
      {can('cancel') && (
        <Button onClick={() => setEnding(true)}>
          <Trash2 size={15} aria-hidden />
          {one.state === 'done' ? texts.acts.discard : texts.acts.cancel}
        </Button>
      )}
      <FailureNote title={texts.acts.failed} error={resume.error} />
      <FailureNote title={texts.acts.pauseFailed} error={pause.error} />
      {ending && <EndDialog one={one} onClose={() => setEnding(false)} />}
    </div>
  );
}

function EndDialog({ one, onClose }: { one: Import; onClose(): void }) {
  const words = texts.confirm;
  const cancel = useImportAct(one.id, requestCancel, () => {
    onClose();
    announce(words.done);
  });
  const tried = one.state === 'done';
  return (
    <ConfirmDialog
      title={tried ? words.discardTitle : words.cancelTitle}
      act={tried ? words.discard : words.cancel}
      busyAct={words.busy}
      keep={words.keep}
      danger
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={() => cancel.mutate()}
      onClose={onClose}
    >
      <p className="dialog-text">{tried ? words.discardLead : words.cancelLead}</p>
    </ConfirmDialog>
  );
}

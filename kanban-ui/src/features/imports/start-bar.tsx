import { startImport, type Import } from '@pebble/contract/imports';
import { useState } from 'react';
import { texts } from '../../messages/imports.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { isArchive } from './import-kinds.ts';
import type { MappingDraft } from './use-mapping-draft.ts';
import { useStart } from './use-start.ts';

/** Look at it once more, try it, or import it for real. */
export function StartBar({ one, draft }: { one: Import; draft: MappingDraft }) {
  const words = texts.acts;
  const [asking, setAsking] = useState(false);
  const start = useStart(one, draft, () => setAsking(false));
  const may = useMayCall(startImport);
  if (!may) return null;
  const tried = one.state === 'done';
  const busy = start.isPending || draft.isSaving;
  return (
    <div className="start-bar">
      {!isArchive(one) && draft.isStale && (
        <Button
          aria-disabled={busy}
          onClick={() => {
            // What stands in the way is shown where the columns are.
            if (!busy) draft.check().catch(() => undefined);
          }}
        >
          {draft.isSaving ? texts.mapping.checking : texts.mapping.check}
        </Button>
      )}
      <Button
        look={tried ? 'normal' : 'primary'}
        aria-disabled={busy}
        onClick={() => busy || start.mutate('shadow')}
      >
        {start.isPending ? words.busy : tried ? words.tryAgain : words.tryIt}
      </Button>
      <Button
        look={tried ? 'primary' : 'normal'}
        aria-disabled={busy}
        onClick={() => busy || setAsking(true)}
      >
        {words.live}
      </Button>
      <p className="start-hint">{draft.isStale ? texts.mapping.stale : words.hint(isArchive(one))}</p>
      {!asking && <FailureNote title={words.failed} error={start.error} />}
      {asking && <LiveDialog one={one} start={start} tried={tried} onClose={() => setAsking(false)} />}
    </div>
  );
}

interface LiveDialogProps {
  one: Import;
  start: ReturnType<typeof useStart>;
  tried: boolean;
  onClose(): void;
}

function LiveDialog({ one, start, tried, onClose }: LiveDialogProps) {
  const words = texts.confirm;
  return (
    <ConfirmDialog
      title={words.liveTitle(one.rows_total, isArchive(one))}
      act={words.live}
      busyAct={words.busy}
      busy={start.isPending}
      error={start.error}
      onConfirm={() => start.mutate('live')}
      onClose={onClose}
    >
      <p className="dialog-text">{words.liveLead(isArchive(one))}</p>
      {!tried && <p className="dialog-text">{words.untried}</p>}
    </ConfirmDialog>
  );
}

import { discardSyncErrors, type SyncErrorSelection } from '@pebble/contract/dead-letters';
import { startRedrive } from '@pebble/contract/redrives';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../messages/dead-letters.ts';
import { Button } from '../../ui/button.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { DiscardDialog } from './discard-dialog.tsx';
import { RedriveDialog } from './redrive-dialog.tsx';

interface ActsProps {
  selection: SyncErrorSelection;
  /** How many open letters that is. */
  count: number;
  /** True for all letters of a cause. */
  whole?: boolean;
  /** The letters have been discarded. */
  onDiscarded?(): void;
}

/** What can be done with several dead letters at once; each is asked for once more, with the number. */
export function Acts({ selection, count, whole = false, onDiscarded }: ActsProps) {
  const [dialog, setDialog] = useState<'redrive' | 'discard' | null>(null);
  const mayRedrive = useMayCall(startRedrive);
  const mayDiscard = useMayCall(discardSyncErrors);
  const close = (): void => setDialog(null);
  return (
    <>
      {mayRedrive && (
        <Button look={whole ? 'normal' : 'primary'} onClick={() => setDialog('redrive')}>
          <RotateCcw size={15} aria-hidden />
          {whole ? texts.acts.redriveAll(count) : texts.acts.redriveSome(count)}
        </Button>
      )}
      {mayDiscard && (
        <Button onClick={() => setDialog('discard')}>
          <Trash2 size={15} aria-hidden />
          {whole ? texts.acts.discardAll(count) : texts.acts.discard}
        </Button>
      )}
      {dialog === 'redrive' && <RedriveDialog selection={selection} count={count} onClose={close} />}
      {dialog === 'discard' && <DiscardDialog {...{ selection, count, onDiscarded }} onClose={close} />}
    </>
  );
}

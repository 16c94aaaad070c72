import { discardSyncErrors, type SyncErrorDetail } from '@pebble/contract/dead-letters';
import { startRedrive } from '@pebble/contract/redrives';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/dead-letters.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { DiscardDialog } from './discard-dialog.tsx';
import { useStartRedrive } from './use-start-redrive.ts';
import './letter-acts.css';

/** What can be done with one dead letter, or how it ended. */
export function LetterActs({ letter }: { letter: SyncErrorDetail }) {
  const mayRedrive = useMayCall(startRedrive);
  const mayDiscard = useMayCall(discardSyncErrors);
  const [discarding, setDiscarding] = useState(false);
  const start = useStartRedrive({});
  if (letter.status === 'redriven') return <p className="letter-note">{texts.letter.onItsWay}</p>;
  if (letter.status !== 'open') return <Ending letter={letter} />;
  const selection = { ids: [letter.id] };
  return (
    <div className="letter-acts">
      {mayRedrive && (
        <Button
          look="primary"
          aria-disabled={start.isPending}
          onClick={() => start.isPending || start.mutate({ selection, rate: 1 })}
        >
          <RotateCcw size={15} aria-hidden />
          {start.isPending ? texts.redrive.busy : texts.acts.redrive}
        </Button>
      )}
      {mayDiscard && (
        <Button onClick={() => setDiscarding(true)}>
          <Trash2 size={15} aria-hidden />
          {texts.acts.discard}
        </Button>
      )}
      <FailureNote title={texts.redrive.failed} error={start.error} />
      {discarding && <DiscardDialog selection={selection} count={1} onClose={() => setDiscarding(false)} />}
    </div>
  );
}

function Ending({ letter }: { letter: SyncErrorDetail }) {
  const { settled_at: at, settled_by: who, settled_reason: reason } = letter;
  if (at === null) return null;
  const status = texts.statuses[letter.status];
  return (
    <div className="letter-note">
      <p>{texts.letter.settled(status, who ?? texts.someone, mediumTime(at))}</p>
      {reason !== null && <p>{texts.letter.because(reason)}</p>}
    </div>
  );
}

import type { SyncErrorDetail } from '@pebble/contract/dead-letters';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/dead-letters.ts';
import { Button } from '../../ui/button.tsx';

const words = texts.editor;

interface EditConflictProps {
  /** As it is now. */
  letter: SyncErrorDetail;
  onTheirs(): void;
  onMine(): void;
}

/** Somebody else was faster: whose text shall it be? */
export function EditConflict({ letter: { edit }, onTheirs, onMine }: EditConflictProps) {
  return (
    <div className="edit-conflict" role="alert">
      <p>
        <strong>{words.conflict}</strong>
      </p>
      <p>
        {edit
          ? words.conflictBy(edit.edited_by ?? texts.someone, mediumTime(edit.edited_at))
          : words.conflictDropped}
      </p>
      <p>{words.conflictHint}</p>
      <div className="payload-acts">
        <Button onClick={onTheirs}>{words.loadTheirs}</Button>
        <Button onClick={onMine}>{words.saveMine}</Button>
      </div>
    </div>
  );
}

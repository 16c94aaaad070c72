import { rehearseSyncError, type SyncErrorDetail } from '@pebble/contract/dead-letters';
import type { Rehearsal } from '@pebble/contract/rehearsal';
import { useMutation } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../messages/dead-letters.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { requestRehearsal } from './api/rehearse.ts';
import { RehearsalResult } from './rehearsal-result.tsx';
import './rehearsal-panel.css';

const words = texts.rehearsal;

interface Tried {
  rehearsal: Rehearsal;
  /** Version of the dead letter that was tried. */
  version: number;
}

/** Tries a mail out without any effect: as it came, and as it was edited. */
export function RehearsalPanel({ letter }: { letter: SyncErrorDetail }) {
  const send = useSend();
  const may = useMayCall(rehearseSyncError);
  const [tried, setTried] = useState<{ edited?: Tried; original?: Tried }>({});
  const attempt = useMutation({
    networkMode: 'always',
    mutationFn: (edited: boolean) => requestRehearsal(send, letter.id, edited),
    onSuccess: (rehearsal, edited) =>
      setTried((before) => ({
        ...before,
        [edited ? 'edited' : 'original']: { rehearsal, version: letter.version },
      })),
  });
  if (!may) return null;
  const run = (edited: boolean) => (
    <Button aria-disabled={attempt.isPending} onClick={() => attempt.isPending || attempt.mutate(edited)}>
      <FlaskConical size={15} aria-hidden />
      {attempt.isPending && attempt.variables === edited
        ? words.running
        : label(edited, letter.edit !== null)}
    </Button>
  );
  return (
    <section className="rehearsal" aria-labelledby="rehearsal-title">
      <h3 id="rehearsal-title" className="drawer-heading">
        {words.title}
      </h3>
      <p className="rehearsal-lead">{words.lead}</p>
      <div className="rehearsal-acts">
        {letter.edit && run(true)}
        {run(false)}
      </div>
      <FailureNote title={words.failed} error={attempt.error} />
      <div className="rehearsal-results" role="status">
        {(['edited', 'original'] as const).map((which) => {
          const result = tried[which];
          return (
            result && (
              <RehearsalResult
                key={which}
                rehearsal={result.rehearsal}
                of={letter.edit || which === 'edited' ? words[which] : null}
                stale={result.version !== letter.version}
              />
            )
          );
        })}
      </div>
    </section>
  );
}

function label(edited: boolean, hasEdit: boolean): string {
  if (!hasEdit) return words.run;
  return edited ? words.runEdited : words.runOriginal;
}

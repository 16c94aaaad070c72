import {
  editSyncErrorPayload,
  openSyncErrorPayload,
  type SyncErrorDetail,
} from '@pebble/contract/dead-letters';
import { MailOpen, Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import { shownText } from '../../lib/line-ends.ts';
import { mediumTime } from '../../lib/relative-time.ts';
import { texts } from '../../messages/dead-letters.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { useDraft, type Draft } from './drafts.ts';
import { DropEdit } from './drop-edit.tsx';
import { mailText } from './mail-text.ts';
import { PayloadEditor } from './payload-editor.tsx';
import { PayloadView } from './payload-view.tsx';
import { useOpenedMail, type Which } from './use-opened-mail.ts';
import './payload-panel.css';

const words = texts.payload;

type Shown = { what: 'nothing' } | { what: 'mail'; which: Which } | { what: 'editor'; start: Draft };
const NOTHING: Shown = { what: 'nothing' };

/** The mail itself: opened only when asked for, and edited beside the original. */
export function PayloadPanel({ letter }: { letter: SyncErrorDetail }) {
  const [shown, setShown] = useState<Shown>(NOTHING);
  const section = useRef<HTMLElement>(null);
  const opened = useOpenedMail(letter);
  const mayOpen = useMayCall(openSyncErrorPayload);
  const mayEdit = useMayCall(editSyncErrorPayload) && letter.status === 'open';
  const latest: Which = letter.edit ? 'edited' : 'original';
  const drafts = useDraft(letter.id);
  const draft = drafts.read();

  const show = (next: Shown): void => {
    setShown(next);
    // What had the focus is gone with what was shown.
    section.current?.focus({ preventScroll: next.what === 'nothing' });
  };
  const view = (which: Which): void => {
    // A failure stands below, with its reason.
    opened.read(which).then(
      () => show({ what: 'mail', which }),
      () => undefined,
    );
  };
  const edit = async (): Promise<void> => {
    // The original is what the changes are shown against.
    const first = await opened.read('original');
    if (draft) return show({ what: 'editor', start: draft });
    const mail = latest === 'original' ? first : await opened.read(latest);
    show({ what: 'editor', start: { mail, version: letter.version, text: shownText(mailText(mail)) } });
  };
  const { original } = opened.mails;
  return (
    <section className="payload" ref={section} tabIndex={-1} aria-labelledby="payload-title">
      <h3 id="payload-title" className="drawer-heading">
        {words.title}
      </h3>
      {letter.edit && <EditNote letter={letter} mayEdit={mayEdit && shown.what !== 'editor'} />}
      {shown.what === 'editor' && original ? (
        <PayloadEditor
          key={letter.id}
          letter={letter}
          original={original}
          start={shown.start}
          readLatest={() => opened.read(latest)}
          onDone={() => show(NOTHING)}
        />
      ) : letter.payload_destroyed_at !== null ? (
        <p>{words.destroyed(mediumTime(letter.payload_destroyed_at))}</p>
      ) : (
        mayOpen && (
          <>
            {shown.what === 'mail' ? (
              <PayloadView
                mails={opened.mails}
                which={shown.which}
                hasEdit={letter.edit !== null}
                onShow={view}
                onClose={() => show(NOTHING)}
              />
            ) : (
              <p className="payload-note">{mayEdit && draft ? words.draft : words.audited}</p>
            )}
            <div className="payload-acts">
              {shown.what === 'nothing' && (
                <Button aria-disabled={opened.isPending} onClick={() => view(latest)}>
                  <MailOpen size={15} aria-hidden />
                  {opened.isPending ? words.opening : letter.edit ? words.openEdited : words.open}
                </Button>
              )}
              {mayEdit && (
                <Button aria-disabled={opened.isPending} onClick={() => void edit().catch(() => undefined)}>
                  <Pencil size={15} aria-hidden />
                  {draft ? texts.acts.editOn : letter.edit ? texts.acts.editAgain : texts.acts.edit}
                </Button>
              )}
            </div>
            <FailureNote title={words.failed} error={opened.error} />
          </>
        )
      )}
    </section>
  );
}

function EditNote({ letter, mayEdit }: { letter: SyncErrorDetail; mayEdit: boolean }) {
  if (!letter.edit) return null;
  const { edited_by: who, edited_at: at } = letter.edit;
  return (
    <div className="payload-edit">
      <p>{words.editedBy(who ?? texts.someone, mediumTime(at))}</p>
      {mayEdit && <DropEdit letter={letter} />}
    </div>
  );
}

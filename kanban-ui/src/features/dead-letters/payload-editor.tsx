import type { SyncErrorDetail, SyncErrorPayload } from '@pebble/contract/dead-letters';
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { problemCode } from '../../lib/explain-error.ts';
import { linesOf, restoreLineEnds, shownText } from '../../lib/line-ends.ts';
import { texts } from '../../messages/dead-letters.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useDraft, type Draft } from './drafts.ts';
import { EditConflict } from './edit-conflict.tsx';
import { checkMail, MOST_LETTERS, mailBody, mailText, type MailProblem } from './mail-text.ts';
import { PayloadDiff } from './payload-diff.tsx';
import { useSaveEdit } from './use-save-edit.ts';
import './payload-editor.css';

const words = texts.editor;

interface PayloadEditorProps {
  letter: SyncErrorDetail;
  original: SyncErrorPayload;
  /** What the person begins with: the original, an earlier edit, or what they had not saved. */
  start: Draft;
  /** Reads what would be sent now, when somebody else has edited it meanwhile. */
  readLatest(): Promise<SyncErrorPayload>;
  onDone(): void;
}

/** Edits a mail: the text, what is wrong with it, and what has changed against the mail as it came. */
export function PayloadEditor({ letter, original, start, readLatest, onDone }: PayloadEditorProps) {
  const problemsId = useId();
  const [base, setBase] = useState({ mail: start.mail, version: start.version });
  const [text, setText] = useState(start.text);
  const settled = useDeferredValue(text);
  const problems = useMemo(() => checkMail(settled, base.mail), [settled, base.mail]);
  const drafts = useDraft(letter.id);
  const end = (): void => {
    drafts.drop();
    onDone();
  };
  const save = useSaveEdit(letter.id, end);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Braces on purpose: new browsers return a promise here, which React would take for a clean-up.
    void root.current?.scrollIntoView({ block: 'start' });
  }, []);
  const mail = mailText(base.mail);
  const unchanged = text === shownText(mail);
  useEffect(() => {
    if (unchanged) drafts.drop();
    else drafts.keep({ ...base, text });
  }, [drafts, unchanged, base, text]);
  if (mail.length > MOST_LETTERS) return <TooLarge onClose={end} />;

  const closed = letter.status !== 'open';
  // Seen live before the save, or told by the server when it was refused.
  const conflict = !closed && letter.version !== base.version;
  const blocked = closed || conflict || unchanged || problems.length > 0 || save.isPending;
  const { format, encoding } = base.mail;
  const saveAt = (version: number): void => {
    save.mutate({ version, format, mail: mailBody(restoreLineEnds(text, mail), encoding) });
  };
  const takeTheirs = async (): Promise<void> => {
    const theirs = await readLatest();
    setBase({ mail: theirs, version: letter.version });
    setText(shownText(mailText(theirs)));
    save.reset();
  };
  return (
    <div className="payload-editor" ref={root}>
      {encoding === 'base64' && <p className="payload-note">{texts.payload.binary}</p>}
      <textarea
        className="editor-text"
        aria-label={words.label}
        aria-invalid={problems.length > 0}
        aria-describedby={problemsId}
        value={text}
        onChange={(event) => setText(event.target.value)}
        rows={rowsFor(mail)}
        spellCheck={false}
        autoCapitalize="off"
        autoFocus
      />
      <Problems id={problemsId} problems={problems} />
      {conflict && (
        <EditConflict
          letter={letter}
          onTheirs={() => void takeTheirs().catch(() => undefined)}
          onMine={() => {
            setBase({ ...base, version: letter.version });
            saveAt(letter.version);
          }}
        />
      )}
      {closed && <p className="payload-note">{words.closed}</p>}
      {problemCode(save.error) !== 'version_conflict' && (
        <FailureNote title={words.failed} error={save.error} />
      )}
      <div className="payload-acts">
        <Button look="primary" disabled={blocked} onClick={() => saveAt(base.version)}>
          {save.isPending ? words.saving : words.save}
        </Button>
        <Button onClick={end}>{words.cancel}</Button>
      </div>
      <PayloadDiff before={mailText(original)} after={settled} />
    </div>
  );
}

/** What does not fit, told while it is typed. */
function Problems({ id, problems }: { id: string; problems: readonly MailProblem[] }) {
  return (
    <div id={id} role="status">
      {problems.length > 0 && (
        <ul className="editor-problems">
          {problems.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{path === '' ? message : `${path}: ${message}`}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function TooLarge({ onClose }: { onClose(): void }) {
  return (
    <div className="payload-editor">
      <p>{texts.payload.large}</p>
      <div className="payload-acts">
        <Button onClick={onClose}>{texts.payload.close}</Button>
      </div>
    </div>
  );
}

/** As high as the text, within reason: what it changes should be in sight as well. */
function rowsFor(text: string): number {
  return Math.min(16, Math.max(6, linesOf(text).length + 1));
}

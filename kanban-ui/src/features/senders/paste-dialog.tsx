import { MAX_SENDER_LINES, type LinesReport } from '@pebble/contract/senders';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { texts } from '../../messages/senders.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Field } from '../../ui/field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useSend } from '../session/session-context.tsx';
import { SENDER_LISTS } from '../shared/api/sender-lists.ts';
import { operationsKeys, type SenderListName } from '../shared/operations-keys.ts';

const words = texts.paste;
const LONGEST_NOTE = 500;

interface PasteDialogProps {
  list: SenderListName;
  onClose(): void;
}

/** Takes many senders at once, and then says of each line that was not understood why. */
export function PasteDialog({ list, onClose }: PasteDialogProps) {
  const client = useQueryClient();
  const send = useSend();
  const add = useMutation({
    networkMode: 'always',
    mutationFn: (typed: { lines: string; note: string }) => SENDER_LISTS[list].addLines(send, typed),
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.senders }),
  });
  return (
    <Dialog title={words.titles[list]} onClose={onClose}>
      {add.data ? (
        <Report report={add.data} onClose={onClose} />
      ) : (
        <PasteForm busy={add.isPending} error={add.error} onSubmit={add.mutate} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface PasteFormProps extends Pick<PasteDialogProps, 'onClose'> {
  busy: boolean;
  error: unknown;
  onSubmit(typed: { lines: string; note: string }): void;
}

function PasteForm({ busy, error, onSubmit, onClose }: PasteFormProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [lines, setLines] = useState('');
  const [note, setNote] = useState('');
  const [checked, setChecked] = useState(false);
  const wrong = problemOf(lines);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (wrong !== undefined) field.current?.focus();
    else if (!busy) onSubmit({ lines, note: note.trim() });
  };
  return (
    <form className="dialog-form" onSubmit={submit} noValidate>
      <p className="dialog-text">{words.lead}</p>
      <TextArea
        ref={field}
        label={words.lines}
        placeholder={words.linesHint}
        error={checked ? wrong : undefined}
        rows={7}
        value={lines}
        onChange={(event) => setLines(event.target.value)}
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
      />
      <Field
        label={words.note}
        maxLength={LONGEST_NOTE}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <FailureNote title={words.failed} error={error} />
      <div className="dialog-actions">
        <Button onClick={onClose}>{t.app.cancel}</Button>
        <Button type="submit" look="primary" aria-disabled={busy}>
          {busy ? words.busy : words.submit}
        </Button>
      </div>
    </form>
  );
}

function Report({ report, onClose }: { report: LinesReport; onClose(): void }) {
  const refused = report.results.filter(({ outcome }) => outcome === 'refused');
  return (
    <div className="dialog-form">
      <p role="status">{words.result(report.added, report.known, report.refused)}</p>
      {refused.length > 0 && (
        <section aria-labelledby="paste-refused">
          <h3 id="paste-refused">{words.refused}</h3>
          <ul className="paste-refused" tabIndex={0} aria-labelledby="paste-refused">
            {refused.map(({ line, text, message }) => (
              <li key={line}>
                <b>{words.line(line)}</b> <bdi>{text}</bdi>
                {message !== null && <span className="table-sub">{message}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <div className="dialog-actions">
        <Button look="primary" onClick={onClose} autoFocus>
          {words.close}
        </Button>
      </div>
    </div>
  );
}

function problemOf(lines: string): string | undefined {
  if (lines.trim() === '') return words.empty;
  return lines.trimEnd().split('\n').length > MAX_SENDER_LINES ? words.tooMany(MAX_SENDER_LINES) : undefined;
}

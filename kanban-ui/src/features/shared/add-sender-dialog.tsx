import { useRef, useState, type FormEvent } from 'react';
import { problemCode } from '../../lib/explain-error.ts';
import { texts } from '../../messages/sender-entry.ts';
import { t } from '../../messages.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Field } from '../../ui/field.tsx';
import type { SenderListName } from './operations-keys.ts';
import { readSenderPattern } from './sender-pattern.ts';
import { PatternMeaning, SenderChoice } from './sender-choice.tsx';
import { useAddSender } from './use-add-sender.ts';

export interface AddSenderDialogProps {
  list: SenderListName;
  /** The sender of a mail: the address or its domain is chosen. Without it, one is typed. */
  address?: string;
  onClose(): void;
}

const LONGEST_NOTE = 500;

/** Puts an address or a domain on a list, and says first what that means. */
export function AddSenderDialog({ list, address, onClose }: AddSenderDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(address ?? '');
  const [note, setNote] = useState('');
  const [checked, setChecked] = useState(false);
  const pattern = readSenderPattern(typed);
  const add = useAddSender(list, onClose);
  const exists = problemCode(add.error) === 'already_exists';
  const wrong = checked && pattern === null ? texts.patternWrong : exists ? texts.exists : undefined;
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (pattern === null) field.current?.focus();
    else if (!add.isPending) add.mutate({ pattern, note: note.trim() });
  };
  const change = (next: string): void => {
    add.reset();
    setTyped(next);
  };
  return (
    <Dialog title={texts.titles[list]} onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit} noValidate>
        <p className="dialog-text">{texts.leads[list]}</p>
        {address === undefined ? (
          <Field
            ref={field}
            label={texts.pattern}
            placeholder={texts.patternHint}
            error={wrong}
            value={typed}
            onChange={(event) => change(event.target.value)}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            autoFocus
          />
        ) : (
          <SenderChoice address={address} chosen={typed} error={wrong} onChoose={change} />
        )}
        <PatternMeaning pattern={pattern} list={list} />
        <Field
          label={texts.note}
          placeholder={texts.noteHint}
          maxLength={LONGEST_NOTE}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <FailureNote title={texts.failed} error={exists ? null : add.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>{t.app.cancel}</Button>
          <Button
            type="submit"
            look={list === 'authorised' ? 'primary' : 'danger'}
            aria-disabled={add.isPending}
          >
            {add.isPending ? texts.busy : texts.submits[list]}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

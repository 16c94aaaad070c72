import { importFile } from '@pebble/contract/imports';
import { Upload as UploadIcon } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { texts } from '../../messages/imports.ts';
import { Button } from '../../ui/button.tsx';
import { useMayCall } from '../session/session-context.tsx';
import { MailboxField } from '../shared/mailbox-field.tsx';
import { ENDINGS, wrongWith } from './check-file.ts';
import { UploadFailure } from './upload-failure.tsx';
import { useDrop } from './use-drop.ts';
import { useUpload } from './use-upload.ts';
import './upload-panel.css';

/** Where a file is chosen or dropped; what can be imported is said before. */
export function UploadPanel() {
  const titleId = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [mailbox, setMailbox] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const { upload, stop } = useUpload();
  const take = (file: File | string): void => {
    if (upload.isPending) return;
    const complaint = typeof file === 'string' ? file : wrongWith(file);
    setWrong(complaint);
    upload.reset();
    if (complaint === null && typeof file !== 'string') upload.mutate({ file, mailbox, again: false });
  };
  const { over, handlers } = useDrop(take);
  const may = useMayCall(importFile);
  if (!may) return null;
  const words = texts.upload;
  return (
    <section className="upload" aria-labelledby={titleId} data-over={over || undefined} {...handlers}>
      <div className="upload-text">
        <h2 id={titleId}>{words.title}</h2>
        <p>{words.lead}</p>
      </div>
      <div className="upload-drop" aria-busy={upload.isPending}>
        <UploadIcon size={22} aria-hidden />
        {upload.isPending ? (
          <>
            <p role="status">{words.busy(upload.variables.file.name)}</p>
            <Button onClick={stop}>{words.stop}</Button>
          </>
        ) : (
          <>
            <p>{over ? words.dropNow : words.drop}</p>
            <Button look="primary" onClick={() => picker.current?.click()}>
              {words.choose}
            </Button>
          </>
        )}
        <input
          ref={picker}
          hidden
          type="file"
          aria-label={words.input}
          accept={ENDINGS.join(',')}
          onChange={({ target }) => {
            const file = target.files?.[0];
            // The same file again, mended meanwhile, is a choice as well.
            target.value = '';
            if (file) take(file);
          }}
        />
      </div>
      <MailboxField
        label={words.mailbox}
        hint={words.mailboxHint}
        none={words.noMailbox}
        value={mailbox}
        onChoose={setMailbox}
      />
      <UploadFailure
        wrong={wrong}
        error={upload.error}
        name={upload.variables?.file.name ?? ''}
        onAgain={() => upload.variables && upload.mutate({ ...upload.variables, again: true })}
      />
    </section>
  );
}

import { readRawMail } from '@pebble/contract/mails';
import { useMutation } from '@tanstack/react-query';
import { Download, Paperclip } from 'lucide-react';
import { fileSize } from '../../lib/file-size.ts';
import { saveFile } from '../../lib/save-file.ts';
import { texts } from '../../messages/mails.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { requestRaw } from './api/act-on-mail.ts';
import type { MailDetail } from './api/get-mail.ts';

const words = texts.mail;

/** As many characters as the server shows of a mail. */
const SHOWN = 20_000;

/** What the mail says, as text and nothing but text. */
export function MailText({ mail }: { mail: MailDetail }) {
  const text = mail.text.trim();
  return (
    <section aria-labelledby="mail-text-title">
      <h3 id="mail-text-title" className="drawer-heading">
        {words.text}
      </h3>
      {text === '' ? (
        <p className="facts-none">{mail.readable ? words.noText : words.unreadable}</p>
      ) : (
        <pre className="mail-text" tabIndex={0} aria-labelledby="mail-text-title" dir="auto">
          {text}
        </pre>
      )}
      {mail.text.length >= SHOWN && <p className="mail-hint">{words.beginning}</p>}
      {useMayCall(readRawMail) && <SaveMail id={mail.tracking_id} />}
    </section>
  );
}

function SaveMail({ id }: { id: string }) {
  const send = useSend();
  const save = useMutation({
    networkMode: 'always',
    mutationFn: () => requestRaw(send, id),
    onSuccess({ extension, bytes }) {
      // Never under a type that a browser would open with our origin.
      saveFile(`${words.filename}.${extension}`, new Blob([bytes], { type: 'application/octet-stream' }));
    },
  });
  return (
    <div className="mail-acts mail-save">
      <Button
        aria-disabled={save.isPending}
        aria-describedby="mail-save-hint"
        onClick={() => save.isPending || save.mutate()}
      >
        <Download size={15} aria-hidden />
        {save.isPending ? words.downloading : words.download}
      </Button>
      <span className="mail-hint" id="mail-save-hint">
        {words.downloadHint}
      </span>
      <FailureNote title={words.downloadFailed} error={save.error} />
    </div>
  );
}

export function MailAttachments({ mail: { attachments } }: { mail: MailDetail }) {
  if (attachments.length === 0) return null;
  return (
    <section aria-labelledby="mail-files-title">
      <h3 id="mail-files-title" className="drawer-heading">
        {words.attachments(attachments.length)}
      </h3>
      <ul className="mail-files">
        {attachments.map(({ filename, size }, index) => (
          <li key={index}>
            <Paperclip size={15} aria-hidden />
            <bdi>{filename}</bdi>
            <span className="mail-hint">{fileSize(size)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

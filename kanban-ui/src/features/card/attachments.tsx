import type { Attachment } from '@pebble/contract/cards';
import { useMutation } from '@tanstack/react-query';
import { Download, FileText, FileWarning } from 'lucide-react';
import { explainError } from '../../lib/explain-error.ts';
import { fileSize } from '../../lib/file-size.ts';
import { saveFile } from '../../lib/save-file.ts';
import { t } from '../../messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSend } from '../session/session-context.tsx';
import { requestAttachment } from './api/get-attachment.ts';
import './attachments.css';

export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  return (
    <ul className="attachments" aria-label={t.drawer.attachments(attachments.length)}>
      {attachments.map((attachment) => (
        <li key={attachment.id} className="attachment" data-state={attachment.state}>
          {attachment.state === 'stored' ? (
            <FileText size={18} aria-hidden />
          ) : (
            <FileWarning size={18} aria-hidden />
          )}
          <span className="attachment-text">
            <bdi className="attachment-name">{attachment.filename}</bdi>
            <span className="attachment-fact">{fact(attachment)}</span>
          </span>
          {attachment.state === 'stored' && <DownloadButton attachment={attachment} />}
        </li>
      ))}
    </ul>
  );
}

function DownloadButton({ attachment }: { attachment: Attachment }) {
  const send = useSend();
  const download = useMutation({
    networkMode: 'always',
    mutationFn: () => requestAttachment(send, attachment.id),
    onSuccess: ({ filename, content }) => saveFile(filename, content),
    onError: (error) => {
      const { title, hint } = explainError(error);
      showToast('error', t.drawer.downloadFailed(attachment.filename), `${title}. ${hint}`);
    },
  });
  return (
    <IconButton
      label={t.drawer.download(attachment.filename)}
      disabled={download.isPending}
      onClick={() => download.mutate()}
    >
      <Download size={16} aria-hidden />
    </IconButton>
  );
}

function fact({ state, reason, size, content_type: type }: Attachment): string {
  if (state === 'stored') return size === null ? type : fileSize(size);
  const label = state === 'refused' ? t.drawer.refusedFile : t.drawer.failedFile;
  return reason === null ? label : `${label}: ${reason}`;
}

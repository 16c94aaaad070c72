import type { Import, RowResult } from '@pebble/contract/imports';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { explainLine } from '../../lib/explain-error.ts';
import { saveFile } from '../../lib/save-file.ts';
import { texts } from '../../messages/imports.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSend } from '../session/session-context.tsx';
import { requestResults } from './api/change-import.ts';

/** The rows that are shown, all pages of them, as a file for a spreadsheet program. */
export function DownloadRows({ one, result }: { one: Import; result: RowResult | null }) {
  const send = useSend();
  const words = texts.rows;
  const download = useMutation({
    networkMode: 'always',
    mutationFn: () => requestResults(send, one.id, result),
    onSuccess: (csv) => saveFile(words.filename(one.filename, result), csv),
    onError: (error) => showToast('error', words.downloadFailed, explainLine(error)),
  });
  return (
    <Button aria-disabled={download.isPending} onClick={() => download.isPending || download.mutate()}>
      <Download size={15} aria-hidden />
      {download.isPending ? words.downloading : words.download}
    </Button>
  );
}

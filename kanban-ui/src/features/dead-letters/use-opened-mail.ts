import type { SyncErrorDetail, SyncErrorPayload } from '@pebble/contract/dead-letters';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useSend } from '../session/session-context.tsx';
import { requestPayload } from './api/open-payload.ts';

export type Which = SyncErrorPayload['which'];

/**
 * The mails that the person has opened, kept for as long as the panel is there: each is asked for once, since each asking is
 * written into the log. An edited mail that has been edited further is asked for again.
 */
export function useOpenedMail({ id, edit }: SyncErrorDetail) {
  const send = useSend();
  const [original, setOriginal] = useState<SyncErrorPayload | null>(null);
  const [edited, setEdited] = useState<{ version: number; mail: SyncErrorPayload } | null>(null);
  const version = edit?.version ?? 0;
  const request = useMutation({
    networkMode: 'always',
    mutationFn: (which: Which) => requestPayload(send, id, which),
    onSuccess(mail, which) {
      if (which === 'original') setOriginal(mail);
      else setEdited({ version, mail });
    },
  });
  const mails = { original, edited: edited?.version === version ? edited.mail : null };
  return {
    mails,
    /** @throws ApiError, which `error` then holds as well */
    read: (which: Which): Promise<SyncErrorPayload> =>
      mails[which] ? Promise.resolve(mails[which]) : request.mutateAsync(which),
    isPending: request.isPending,
    error: request.error,
  };
}

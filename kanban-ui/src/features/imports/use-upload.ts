import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { navigateOperations } from '../../lib/use-operations-route.ts';
import { texts } from '../../messages/imports.ts';
import { announce } from '../../ui/announcer.tsx';
import { useSend } from '../session/session-context.tsx';
import { importKeys, operationsKeys } from '../shared/operations-keys.ts';
import { requestUpload, type Upload } from './api/change-import.ts';

/** Hands a file over and shows what was found in it. Who leaves the screen or stops it has not uploaded anything. */
export function useUpload() {
  const client = useQueryClient();
  const send = useSend();
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const upload = useMutation({
    networkMode: 'always',
    mutationFn: (wanted: Upload) => {
      running.current?.abort();
      const stop = (running.current = new AbortController());
      return requestUpload(send, wanted, stop.signal);
    },
    onSuccess(one) {
      client.setQueryData(importKeys.one(one.id), one);
      announce(texts.upload.taken(one.filename));
      navigateOperations({ path: [one.id] });
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.imports }),
  });
  const stop = (): void => {
    running.current?.abort();
    upload.reset();
  };
  return { upload, stop };
}

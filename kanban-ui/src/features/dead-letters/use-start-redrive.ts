import type { SyncErrorSelection } from '@pebble/contract/dead-letters';
import type { Redrive } from '@pebble/contract/redrives';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { texts } from '../../messages/dead-letters.ts';
import { announce } from '../../ui/announcer.tsx';
import { useSend } from '../session/session-context.tsx';
import { operationsKeys, redriveKeys } from '../shared/operations-keys.ts';
import { requestRedrive } from './api/redrives.ts';

interface Wanted {
  selection: SyncErrorSelection;
  /** Mails per second. */
  rate: number;
}

/** Sends letters through the flow again. What becomes of them comes live. */
export function useStartRedrive({ onStarted }: { onStarted?(redrive: Redrive): void }) {
  const client = useQueryClient();
  const send = useSend();
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ selection, rate }: Wanted) => requestRedrive(send, selection, rate),
    onSuccess(redrive) {
      client.setQueryData(redriveKeys.one(redrive.id), redrive);
      announce(texts.redrive.started(redrive.total));
      onStarted?.(redrive);
    },
    onSettled: () =>
      Promise.all(
        [operationsKeys.deadLetters, operationsKeys.redrives].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

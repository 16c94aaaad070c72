import { stopRedrive, type Redrive } from '@pebble/contract/redrives';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Square } from 'lucide-react';
import { texts } from '../../messages/redrives.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useMayCall, useSend } from '../session/session-context.tsx';
import { operationsKeys, redriveKeys } from '../shared/operations-keys.ts';
import { requestStop } from './api/redrives.ts';

/** Ends a redrive before its time. */
export function StopRedrive({ redrive: { id, state } }: { redrive: Redrive }) {
  const client = useQueryClient();
  const send = useSend();
  const may = useMayCall(stopRedrive);
  const stop = useMutation({
    networkMode: 'always',
    mutationFn: () => requestStop(send, id),
    onSuccess: (redrive) => client.setQueryData(redriveKeys.one(id), redrive),
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.redrives }),
  });
  if (!may || state === 'stopped' || state === 'finished') return null;
  const busy = stop.isPending || state === 'stopping';
  return (
    <div className="redrive-stop">
      <Button look="danger" aria-disabled={busy} onClick={() => busy || stop.mutate()}>
        <Square size={14} aria-hidden />
        {busy ? texts.stopping : texts.stop}
      </Button>
      <p>{texts.stopHint}</p>
      <FailureNote title={texts.stopFailed} error={stop.error} />
    </div>
  );
}

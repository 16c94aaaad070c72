import type { SyncErrorDetail } from '@pebble/contract/dead-letters';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { explainLine, problemCode } from '../../lib/explain-error.ts';
import { texts } from '../../messages/dead-letters.ts';
import { announce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { useSend } from '../session/session-context.tsx';
import { letterKeys, operationsKeys } from '../shared/operations-keys.ts';
import { requestDropEdit } from './api/edit-payload.ts';

/** Throws the edit away, unless somebody has changed the letter since. */
export function DropEdit({ letter: { id, version } }: { letter: SyncErrorDetail }) {
  const client = useQueryClient();
  const send = useSend();
  const drop = useMutation({
    networkMode: 'always',
    mutationFn: () => requestDropEdit(send, id, version),
    onSuccess(letter) {
      client.setQueryData(letterKeys.one(id), letter);
      announce(texts.payload.dropped);
    },
    onError(error) {
      const why = problemCode(error) === 'version_conflict' ? texts.editor.conflict : explainLine(error);
      showToast('error', texts.payload.dropFailed, why);
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.deadLetters }),
  });
  return (
    <Button aria-disabled={drop.isPending} onClick={() => drop.isPending || drop.mutate()}>
      {texts.payload.dropEdit}
    </Button>
  );
}

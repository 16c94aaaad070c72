import { useMutation, useQueryClient } from '@tanstack/react-query';
import { texts } from '../../messages/dead-letters.ts';
import { announce } from '../../ui/announcer.tsx';
import { useSend } from '../session/session-context.tsx';
import { letterKeys, operationsKeys } from '../shared/operations-keys.ts';
import { requestEdit } from './api/edit-payload.ts';

/** Keeps an edit. After a refusal the letter is read again, so that the screen shows what stood in the way. */
export function useSaveEdit(id: string, onSaved: () => void) {
  const client = useQueryClient();
  const send = useSend();
  return useMutation({
    networkMode: 'always',
    mutationFn: (edit: Parameters<typeof requestEdit>[2]) => requestEdit(send, id, edit),
    onSuccess(letter) {
      client.setQueryData(letterKeys.one(id), letter);
      announce(texts.editor.saved);
      onSaved();
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.deadLetters }),
  });
}

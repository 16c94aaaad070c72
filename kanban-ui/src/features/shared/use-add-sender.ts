import { useMutation, useQueryClient } from '@tanstack/react-query';
import { texts } from '../../messages/sender-entry.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useSend } from '../session/session-context.tsx';
import { requestDecision } from './api/decide-sender.ts';
import { SENDER_LISTS } from './api/sender-lists.ts';
import { operationsKeys, type SenderListName } from './operations-keys.ts';
import { isAddress } from './sender-pattern.ts';

/** Puts a sender on a list, and says whether that is what decides about its mail now. */
export function useAddSender(list: SenderListName, onAdded: () => void) {
  const client = useQueryClient();
  const send = useSend();
  return useMutation({
    networkMode: 'always',
    async mutationFn(entry: { pattern: string; note: string }) {
      const { pattern } = await SENDER_LISTS[list].add(send, entry);
      // Added it is, whether or not the lists can be asked now.
      const decision = await requestDecision(send, isAddress(pattern) ? pattern : `x@${pattern}`).catch(
        () => null,
      );
      return { pattern, decision };
    },
    onSuccess({ pattern, decision }) {
      onAdded();
      const wanted = list === 'authorised' ? 'authorised' : 'refused';
      if (decision === null || decision.outcome === wanted) {
        showToast('info', texts.done[list](pattern), texts.doneHint);
      } else showToast('error', texts.outweighed(pattern), decision.explanation);
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.senders }),
  });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AbortableSend } from '../../lib/fetch-send.ts';
import { useSend } from '../session/session-context.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';

/** Changes something about the doors; whatever came of it, they are read again. Nothing of it, such as a secret, is kept. */
export function useChange<In, Out>(
  request: (send: AbortableSend, wanted: In) => Promise<Out>,
  onDone?: (done: Out) => void,
) {
  const client = useQueryClient();
  const send = useSend();
  return useMutation({
    networkMode: 'always',
    gcTime: 0,
    mutationFn: (wanted: In) => request(send, wanted),
    onSuccess: async (done) => {
      // Read before it is told, so that what is opened next is there.
      await client.invalidateQueries({ queryKey: operationsKeys.sources });
      onDone?.(done);
    },
    onError: () => client.invalidateQueries({ queryKey: operationsKeys.sources }),
  });
}

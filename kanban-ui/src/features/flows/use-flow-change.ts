import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AbortableSend } from '../../lib/fetch-send.ts';
import { useSend } from '../session/session-context.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';

/** Changes something about flows or backtests; whatever came of it, both are read again. */
export function useFlowChange<In, Out>(
  request: (send: AbortableSend, wanted: In) => Promise<Out>,
  onDone: (done: Out) => void,
) {
  const client = useQueryClient();
  const send = useSend();
  const readAgain = () =>
    Promise.all(
      [operationsKeys.flows, operationsKeys.backtests].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  return useMutation({
    networkMode: 'always',
    gcTime: 0,
    mutationFn: (wanted: In) => request(send, wanted),
    onSuccess: async (done) => {
      // Read before it is told, so that what is shown next is there.
      await readAgain();
      onDone(done);
    },
    onError: readAgain,
  });
}

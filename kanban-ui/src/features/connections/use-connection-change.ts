import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AbortableSend } from '../../lib/fetch-send.ts';
import { useSend } from '../session/session-context.tsx';
import { operationsKeys } from '../shared/operations-keys.ts';

/** Changes something about connections or their mailboxes; whatever came of it, they are read again. No secret is kept. */
export function useConnectionChange<In, Out>(
  request: (send: AbortableSend, wanted: In) => Promise<Out>,
  onDone?: (done: Out) => void,
) {
  const client = useQueryClient();
  const send = useSend();
  const readAgain = () => client.invalidateQueries({ queryKey: operationsKeys.connections });
  return useMutation({
    networkMode: 'always',
    gcTime: 0,
    mutationFn: (wanted: In) => request(send, wanted),
    onSuccess: async (done) => {
      await readAgain();
      onDone?.(done);
    },
    onError: readAgain,
  });
}

import { useMutation } from '@tanstack/react-query';
import type { AbortableSend } from '../../lib/fetch-send.ts';
import { useSend } from '../session/session-context.tsx';

/** Asks the server for something that changes nothing, when a person wants to know it. */
export function useTrial<In, Out>(request: (send: AbortableSend, wanted: In) => Promise<Out>) {
  const send = useSend();
  return useMutation({
    networkMode: 'always',
    gcTime: 0,
    mutationFn: (wanted: In) => request(send, wanted),
  });
}

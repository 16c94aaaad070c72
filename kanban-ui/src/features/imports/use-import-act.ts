import type { Import } from '@pebble/contract/imports';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSend } from '../session/session-context.tsx';
import { importKeys, operationsKeys } from '../shared/operations-keys.ts';
import type { AbortableSend } from '../../lib/fetch-send.ts';

/** One step of an import; what the server answers is shown at once, and after a refusal what stands in the way. */
export function useImportAct(
  id: string,
  request: (send: AbortableSend, id: string) => Promise<Import>,
  onDone?: (one: Import) => void,
) {
  const client = useQueryClient();
  const send = useSend();
  return useMutation({
    networkMode: 'always',
    mutationFn: () => request(send, id),
    onSuccess(one) {
      client.setQueryData(importKeys.one(id), one);
      onDone?.(one);
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.imports }),
  });
}

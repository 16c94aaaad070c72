import type { Import, ImportMode } from '@pebble/contract/imports';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { texts } from '../../messages/imports.ts';
import { announce } from '../../ui/announcer.tsx';
import { useSend } from '../session/session-context.tsx';
import { importKeys, operationsKeys } from '../shared/operations-keys.ts';
import { requestStart } from './api/change-import.ts';
import { isArchive } from './import-kinds.ts';
import type { MappingDraft } from './use-mapping-draft.ts';

/** Starts a run from the first row. Columns that are not saved are saved before; with an error in them nothing is started. */
export function useStart(one: Import, draft: MappingDraft, onSettled: () => void) {
  const client = useQueryClient();
  const send = useSend();
  return useMutation({
    networkMode: 'always',
    async mutationFn(mode: ImportMode) {
      const isReady = isArchive(one) || draft.isSaved || (await draft.check()).saved;
      return isReady ? requestStart(send, one.id, mode) : null;
    },
    onSuccess(started) {
      onSettled();
      if (!started) return;
      client.setQueryData(importKeys.one(one.id), started);
      announce(texts.acts.started[started.mode]);
    },
    onSettled: () => client.invalidateQueries({ queryKey: operationsKeys.imports }),
  });
}

import type { ImportField, ImportMapping, ImportPreview } from '@pebble/contract/import-mapping';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSend } from '../session/session-context.tsx';
import { importKeys } from '../shared/operations-keys.ts';
import { requestMapping, type WantedMapping } from './api/change-import.ts';
import { withField } from './with-field.ts';

export interface MappingDraft {
  /** What came of the mapping when it was last looked at. */
  preview: ImportPreview;
  /** As it stands on the screen. */
  mapping: ImportMapping;
  /** True when what stands on the screen has not been looked at by the server. */
  isStale: boolean;
  /** True when the server has it, and found no error in it. */
  isSaved: boolean;
  isSaving: boolean;
  /** Why it could not be looked at; null when it was. */
  error: unknown;
  setField(column: number, field: ImportField): void;
  change(part: Partial<ImportMapping>): void;
  /** Reads the file otherwise: its columns are told anew. */
  reread(part: Partial<Omit<ImportMapping, 'columns'>>): void;
  /** Has the server look at what stands on the screen. @throws ApiError */
  check(): Promise<ImportPreview>;
}

/**
 * A mapping that is being changed. What is not saved is kept here and not in the cache, which is read anew whenever anything
 * happens to any import.
 */
export function useMappingDraft(id: string, read: ImportPreview): MappingDraft {
  const client = useQueryClient();
  const send = useSend();
  const [draft, setDraft] = useState<ImportMapping | null>(null);
  const [refused, setRefused] = useState<ImportPreview | null>(null);
  const preview = refused ?? read;
  const mapping = draft ?? preview.mapping;
  const save = useMutation({
    networkMode: 'always',
    mutationFn: (wanted: WantedMapping) => requestMapping(send, id, wanted),
    async onSuccess(reply) {
      setDraft(null);
      setRefused(reply.saved ? null : reply);
      if (!reply.saved) return;
      client.setQueryData(importKeys.preview(id), reply);
      await client.invalidateQueries({ queryKey: importKeys.one(id) });
    },
  });
  return {
    preview,
    mapping,
    isStale: draft !== null,
    isSaved: draft === null && preview.saved,
    isSaving: save.isPending,
    error: save.error,
    setField: (column, field) => setDraft(withField(mapping, column, field)),
    change: (part) => setDraft({ ...mapping, ...part }),
    reread(part) {
      const { columns: _, ...rest } = mapping;
      save.mutate({ ...rest, ...part });
    },
    check: () => save.mutateAsync(mapping),
  };
}

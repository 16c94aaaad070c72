import type { SyncErrorPayload } from '@pebble/contract/dead-letters';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

/** An edit that is not saved. */
export interface Draft {
  /** What it was made of. */
  mail: SyncErrorPayload;
  /** Version of the dead letter that it is based on. */
  version: number;
  text: string;
}

/**
 * Keeps what somebody has written while they look at something else. It lies in the query cache, which is emptied when they
 * sign out, and nowhere else.
 */
export function useDraft(letterId: string) {
  const client = useQueryClient();
  return useMemo(() => {
    const queryKey = ['drafts', letterId];
    return {
      read: () => client.getQueryData<Draft>(queryKey),
      keep(draft: Draft): void {
        client.setQueryDefaults(['drafts'], { gcTime: Infinity });
        client.setQueryData(queryKey, draft);
      },
      drop: () => client.removeQueries({ queryKey }),
    };
  }, [client, letterId]);
}

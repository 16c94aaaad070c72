import type { Event } from '@pebble/contract/events';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { pause } from '../../lib/pause.ts';
import { useMe, useSession } from '../session/session-context.tsx';
import { keys } from '../shared/card-keys.ts';
import { operationsKeys } from '../shared/operations-keys.ts';
import { applyChanges } from './apply-changes.ts';
import { createBatcher } from './batcher.ts';
import { changesOf } from './event-batch.ts';
import { keepLive } from './live-connection.ts';
import { liveStatus } from './live-status.ts';
import { REFRESH_MS, refreshOperations } from './refresh-operations.ts';

/** Keeps boards and operations in step with the event log for as long as the component is mounted. */
export function useLive(): void {
  const client = useQueryClient();
  const session = useSession();
  const { user_id: userId } = useMe();
  useEffect(() => {
    const stop = new AbortController();
    const cards = createBatcher<Event>((events) =>
      applyChanges(client, session.send, changesOf(events, userId)),
    );
    const operations = createBatcher<Event>((events) => refreshOperations(client, events), REFRESH_MS);
    liveStatus.set('connecting');
    void keepLive(
      {
        session,
        status: liveStatus,
        onEvent: (event) => {
          cards.add(event);
          operations.add(event);
        },
        onOpen: (resumed) => void (resumed || readAnew(client)),
        fetch: (...args) => fetch(...args),
        pause,
      },
      stop.signal,
    );
    return () => {
      stop.abort();
      liveStatus.set('off');
    };
  }, [client, session, userId]);
}

/**
 * What was read before the stream stood may lack what happened in between, and what is being read may too. So both are
 * read again; with an open stream nothing is missed from here on.
 */
async function readAnew(client: QueryClient): Promise<void> {
  for (const queryKey of [keys.boards, keys.cardLists, keys.cardDetails, ...Object.values(operationsKeys)]) {
    await client.cancelQueries({ queryKey });
    void client.invalidateQueries({ queryKey });
  }
}

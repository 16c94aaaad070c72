import type { SyncError, SyncErrorDetail } from '@pebble/contract/dead-letters';
import { board } from './factories.ts';
import { fakeServer, type Handler } from './fake-server.ts';
import { cause, deadLetter, letterDetail, payload } from './operations-factories.ts';

interface Held {
  letters?: SyncError[];
  detail?: () => SyncErrorDetail;
}

/** A server with one board and some dead letters; what a test does to them, it answers itself. */
export function lettersServer(more: Record<string, Handler> = {}, held: Held = {}) {
  const { letters = [deadLetter()], detail = () => letterDetail() } = held;
  return fakeServer({
    listBoards: () => ({ items: [board()], next_cursor: null }),
    countSyncErrors: () => ({
      ...{ open: 12, redriven: 0, resolved: 3, discarded: 1, causes: 1 },
      oldest_open_at: letters[0]?.created_at ?? null,
    }),
    listSyncErrorCauses: () => ({ items: [cause()], next_cursor: null }),
    listSyncErrors: () => ({ items: letters, next_cursor: null }),
    getSyncError: detail,
    openSyncErrorPayload: () => payload(),
    listRedrives: () => ({ items: [], next_cursor: null }),
    ...more,
  });
}

/** What was sent to an endpoint, call by call. */
export function sentTo(server: ReturnType<typeof fakeServer>, endpoint: string) {
  return server.calls.filter((call) => call.endpoint === endpoint);
}

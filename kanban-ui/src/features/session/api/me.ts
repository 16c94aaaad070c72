import { me } from '@pebble/contract/auth';
import { call } from '@pebble/contract/client';
import { queryOptions } from '@tanstack/react-query';
import { withSignal, type AbortableSend } from '../../../lib/fetch-send.ts';

/** Who is signed in; it does not change while the session lasts. */
export function meQuery(send: AbortableSend) {
  return queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => call(withSignal(send, signal), me, {}),
    staleTime: Infinity,
  });
}

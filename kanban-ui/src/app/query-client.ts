import { ApiError } from '@pebble/contract/client';
import { QueryClient } from '@tanstack/react-query';

const MINUTE = 60_000;

/** The cache of what the server said. The live stream keeps it fresh, so little is read twice. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5 * MINUTE,
        gcTime: 10 * MINUTE,
        refetchOnWindowFocus: false,
        // The browser's word on being online is often wrong; the request itself knows.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
      },
    },
  });
}

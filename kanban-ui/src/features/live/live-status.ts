import { createStore } from '../../lib/store.ts';

/** `off` while nobody listens, as for a role that has no board. */
export type LiveStatus = 'off' | 'connecting' | 'live' | 'reconnecting';

/** State of the live connection of this page. */
export const liveStatus = createStore<LiveStatus>('off');

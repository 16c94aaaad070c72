import { call, type Send } from '@pebble/contract/client';
import { discardSyncErrors, type SyncErrorSelection } from '@pebble/contract/dead-letters';

export interface Discarded {
  discarded: number;
  /** Were not open any more. */
  skipped: number;
}

/** Gives dead letters up for good, however many fit: the server takes some at a time. */
export async function requestDiscard(
  send: Send,
  selection: SyncErrorSelection,
  reason: string,
): Promise<Discarded> {
  const sum: Discarded = { discarded: 0, skipped: 0 };
  for (;;) {
    const reply = await call(send, discardSyncErrors, { body: { selection, reason } });
    sum.discarded += reply.discarded;
    sum.skipped += reply.skipped;
    // Nothing left, or what is left does not go: asking for ever would not change that.
    if (reply.remaining === 0 || reply.discarded === 0) return sum;
  }
}

import type { Event } from '@pebble/contract/events';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { operationsKeys } from '../shared/operations-keys.ts';

/** Counts are read anew at most this often, however much mail comes in; in milliseconds. */
export const REFRESH_MS = 2000;

const { deadLetters, redrives, mails, senders, imports, sources } = operationsKeys;
const { flows, backtests, connections, receipts } = operationsKeys;

/** What each kind of event makes stale: by its whole name, or else by the part before the dot. */
const STALE: Readonly<Record<string, readonly QueryKey[]>> = {
  mail: [mails],
  'mail.dead': [mails, deadLetters],
  'mail.loop_detected': [mails, senders],
  'mail.rejected': [mails, senders],
  'mail.raw_read': [],
  'card.created': [mails],
  'card.mail_appended': [mails],
  'card.reopened': [mails],
  dead_letter: [deadLetters],
  'dead_letter.payload_read': [],
  'dead_letter.rehearsed': [],
  'dead_letter.redriven': [deadLetters, redrives, mails],
  'dead_letter.resolved': [deadLetters, redrives],
  redrive: [redrives, deadLetters],
  blacklist: [senders],
  authorised_sender: [senders],
  global_blacklist: [senders],
  noise_policy: [senders],
  import: [imports],
  source: [sources],
  mail_account: [sources],
  flow: [flows],
  // Told with each attempt at a mail: runs are read anew by those who look at them.
  'flow.step_failed': [],
  'flow.note': [],
  backtest: [backtests],
  connection: [connections],
  mail_feed: [connections],
  feed_backfill: [connections],
  ingestion: [receipts],
};

/** Reads anew what is on the screen of operations and may have changed; the rest is read when it is next shown. */
export async function refreshOperations(client: QueryClient, events: readonly Event[]): Promise<void> {
  const stale = new Set(
    events.flatMap(({ type }) => STALE[type] ?? STALE[type.split('.', 1)[0] ?? ''] ?? []),
  );
  await Promise.all([...stale].map((queryKey) => client.invalidateQueries({ queryKey })));
}

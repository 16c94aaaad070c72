import { createHash } from 'node:crypto';
import type { ConnectorPollTrigger } from '../src/connector.ts';
import type { Item, PollCursor } from '../src/trigger.ts';
import type { PieceHost } from './piece-host.ts';
import type { Store } from './sealed.ts';

/** What a poll knows from one time to the next; in the flow's own store. */
interface PollState {
  /** ISO 8601, UTC: when the trigger was switched on. */
  since: string;
  cursor: PollCursor;
  /** Short hashes of dedupe keys, oldest first: polls overlap, and Activepieces promises no time for which it remembers a key. */
  seen: readonly string[];
  /** What the trigger was set to, and the account that it looks at: a cursor means nothing to another one. */
  input: string;
  /** Milliseconds since 1970, or null while it is on. */
  offSince: number | null;
}

const KEY = 'pebble-poll';
/** Publishing a flow anew switches its trigger off and on; within so long it goes on where it was. Milliseconds. */
const REPUBLISHED_MS = 10 * 60_000;
const SEEN = 3000;
/** How much one run of a trigger takes: whoever is asked again soon leaves the rest for then. */
export interface Share {
  pages: number;
  items: number;
}
export const FOR_A_MINUTE: Share = { pages: 20, items: 1000 };
/** Nobody may call again for hours. */
export const FOR_GOOD: Share = { pages: 2000, items: 20_000 };

type Input = Readonly<Record<string, unknown>>;

export async function startPolling(
  store: Store,
  { account }: Pick<PieceHost, 'account'>,
  input: Input,
  now: number,
): Promise<void> {
  const kept = await store.get<PollState>(KEY, 'FLOW');
  const set = digest(account, input);
  const goesOn =
    kept && kept.input === set && (kept.offSince === null || now - kept.offSince < REPUBLISHED_MS);
  const fresh = { since: new Date(now).toISOString(), cursor: null, seen: [], input: set };
  await store.put(KEY, { ...(goesOn ? kept : fresh), offSince: null }, 'FLOW');
}

export async function stopPolling(store: Store, now: number): Promise<void> {
  const kept = await store.get<PollState>(KEY, 'FLOW');
  if (kept) await store.put(KEY, { ...kept, offSince: now }, 'FLOW');
}

/**
 * Polls until there is no more, or enough for one time. A throw leaves the cursor where the last good page put it; it comes out only
 * when there was none, because Activepieces would drop the items that are there already.
 */
export async function pollOnce(
  trigger: ConnectorPollTrigger,
  { host, account }: Pick<PieceHost, 'host' | 'account'>,
  store: Store,
  input: Input,
  share: Share,
): Promise<Item[]> {
  const now = new Date(host.now?.() ?? Date.now()).toISOString();
  const kept = await store.get<PollState>(KEY, 'FLOW');
  const state = kept ?? { since: now, cursor: null, seen: [], input: digest(account, input), offSince: null };
  const seen = new Set(state.seen);
  const fresh: Item[] = [];
  let { cursor } = state;
  for (let page = 1; page <= share.pages && fresh.length < share.items; page += 1) {
    try {
      const result = await trigger.poll(host, cursor, { input, since: state.since });
      cursor = result.cursor;
      for (const item of result.items) if (isNew(seen, item)) fresh.push(item);
      if (!result.more) break;
    } catch (error) {
      if (page === 1) throw error;
      break;
    }
  }
  const next = { ...state, cursor, seen: [...seen].slice(-SEEN) };
  if (JSON.stringify(next) !== JSON.stringify(kept)) await keep(store, next);
  return fresh;
}

// Two calls may poll at the same time, in two processes: what the other one has seen meanwhile is not to be forgotten.
async function keep(store: Store, next: PollState): Promise<void> {
  const latest = await store.get<PollState>(KEY, 'FLOW');
  const seen = [...new Set([...(latest?.seen ?? []), ...next.seen])].slice(-SEEN);
  await store.put(KEY, { ...next, seen }, 'FLOW');
}

// Put at the end again: what still comes is not to be forgotten.
function isNew(seen: Set<string>, { dedupeKey }: Item): boolean {
  const key = createHash('sha256').update(dedupeKey).digest('base64url').slice(0, 11);
  const known = seen.delete(key);
  seen.add(key);
  return !known;
}

function digest(account: string, input: Input): string {
  const sorted = Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([account, sorted]))
    .digest('base64url')
    .slice(0, 22);
}

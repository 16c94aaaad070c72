import { createStore, useStore } from '../../lib/store.ts';

const SHOWN_MS = 6000;
const arrivals = createStore<ReadonlySet<string>>(new Set());

/** Marks cards that somebody else has just changed, for some seconds. */
export function markArrivals(cardIds: readonly string[]): void {
  if (cardIds.length === 0) return;
  arrivals.update((marked) => new Set([...marked, ...cardIds]));
  setTimeout(() => {
    arrivals.update((marked) => new Set([...marked].filter((id) => !cardIds.includes(id))));
  }, SHOWN_MS);
}

export function useArrived(cardId: string): boolean {
  return useStore(arrivals, (marked) => marked.has(cardId));
}

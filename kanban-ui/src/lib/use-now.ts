import { createStore, useStore } from './store.ts';

const TICK_MS = 30_000;
const now = createStore(Date.now());
let timer: ReturnType<typeof setInterval> | undefined;
let watchers = 0;

/** Milliseconds since 1970, good to half a minute; one timer for however many components. */
export function useNow(): number {
  return useStore(ticking);
}

const ticking = {
  ...now,
  subscribe(listener: () => void) {
    const leave = now.subscribe(listener);
    if (++watchers === 1) timer = setInterval(() => now.set(Date.now()), TICK_MS);
    return () => {
      leave();
      if (--watchers === 0) clearInterval(timer);
    };
  },
};

import { useMemo, useSyncExternalStore } from 'react';
import { formatHash, parseHash, type Route } from './route.ts';

/** `replace` leaves no step in the history, as for typing in the search box. */
export type Step = 'push' | 'replace';

/** The address within the page. It is kept in the hash so that any static server can serve any link. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}

export function useRoute(): Route {
  const hash = useHash();
  return useMemo(() => parseHash(hash), [hash]);
}

export function currentRoute(): Route {
  return parseHash(window.location.hash);
}

/** Changes some parts of the route. */
export function navigate(change: Partial<Route>, step: Step = 'push'): void {
  goTo(formatHash({ ...currentRoute(), ...change }), step);
}

export function goTo(hash: string, step: Step = 'push'): void {
  if (hash === window.location.hash) return;
  window.history[step === 'push' ? 'pushState' : 'replaceState'](null, '', hash);
  // Neither of the two tells anybody by itself.
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  window.addEventListener('popstate', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
    window.removeEventListener('popstate', listener);
  };
}

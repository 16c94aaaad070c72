import { useMemo, useSyncExternalStore } from 'react';
import { formatHash, parseHash, type Route } from './route.ts';

/** The route, kept in the hash so that any static server can serve any link. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseHash(hash), [hash]);
}

export function currentRoute(): Route {
  return parseHash(window.location.hash);
}

/** Changes some parts of the route. `replace` leaves no step in the history, as for typing in the search box. */
export function navigate(change: Partial<Route>, how: 'push' | 'replace' = 'push'): void {
  const hash = formatHash({ ...currentRoute(), ...change });
  if (hash === window.location.hash) return;
  window.history[how === 'push' ? 'pushState' : 'replaceState'](null, '', hash);
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

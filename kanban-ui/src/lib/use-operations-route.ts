import { useMemo } from 'react';
import { operationsHash, parseOperations, type OperationsRoute } from './operations-route.ts';
import { goTo, useHash, type Step } from './use-route.ts';

/** Where the user is in operations; null on a board. */
export function useOperationsRoute(): OperationsRoute | null {
  const hash = useHash();
  return useMemo(() => parseOperations(hash), [hash]);
}

/** Changes some parts of the address within operations; leads nowhere from outside of it. */
export function navigateOperations(change: Partial<OperationsRoute>, step: Step = 'push'): void {
  const current = parseOperations(window.location.hash);
  if (!current) return;
  const { area, path, query } = { ...current, ...change };
  goTo(operationsHash(area, path, query), step);
}

/** Changes some of what the screen is narrowed to and keeps the rest; undefined or `''` takes a filter away. */
export function narrowTo(change: Record<string, string | undefined>, step: Step = 'push'): void {
  const query = parseOperations(window.location.hash)?.query ?? {};
  navigateOperations({ query: { ...query, ...change } as Record<string, string> }, step);
}
